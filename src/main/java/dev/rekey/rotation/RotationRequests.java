package dev.rekey.rotation;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import java.util.List;
import java.util.Optional;

/**
 * What people ask of the worker. What a person asks for is done even where an event would be
 * ignored: a version that was rolled back is tried again.
 *
 * <p>Calls block and may be made from many threads at once. Everything but {@link #plan} is durable
 * when its call returns, and written to the audit.
 */
public interface RotationRequests {
  /**
   * Asks for a rotation of every binding of a secret in an environment.
   *
   * @param dataSource only the binding of the data source with this name
   */
  default TriggerResult trigger(
      String environment, SecretRef secret, Optional<String> dataSource, Actor actor) {
    return trigger(environment, secret, dataSource, RotationCause.TRIGGER, actor);
  }

  /**
   * The same, and {@link RotationCause#OVERRIDE} also waits for nothing.
   *
   * @param cause this, or {@link RotationCause#TRIGGER}
   */
  TriggerResult trigger(
      String environment,
      SecretRef secret,
      Optional<String> dataSource,
      RotationCause cause,
      Actor actor);

  /** Asks for the binding of a finished rotation to be rotated once more. */
  ReplayResult replayRotation(String environment, String id, Actor actor);

  /** Decodes a message of the quarantine again; when that works, acts on it and lets it go. */
  EventReplayResult replayEvent(String quarantineId, Actor actor);

  /**
   * Lets a message of the quarantine go for good.
   *
   * @return whether there was one with this id
   */
  boolean dropEvent(String quarantineId, Actor actor);

  /**
   * Says what a rotation of each binding of a secret would do now, and tests the values that it
   * would write. Writes nothing, neither to a data source nor to the journal.
   *
   * @param dataSource only the binding of the data source with this name
   */
  PlanResult plan(String environment, SecretRef secret, Optional<String> dataSource);

  /**
   * A rotation that was asked for.
   *
   * @param joined whether it was waiting already
   */
  record Asked(String rotationId, DataSourceRef dataSource, boolean joined) {}

  /** What became of {@link #trigger}. */
  sealed interface TriggerResult {
    record Accepted(List<Asked> rotations) implements TriggerResult {}

    /** No binding of the environment names the secret (and the data source). */
    record Unbound() implements TriggerResult {}
  }

  /** What became of {@link #replayRotation}. */
  sealed interface ReplayResult {
    record Accepted(Asked rotation) implements ReplayResult {}

    /** The environment has no such rotation. */
    record NotFound() implements ReplayResult {}

    /** It has not ended yet. */
    record StillOpen(RotationState.Name state) implements ReplayResult {}

    /** A client of the API wrote the secret; there is no store to read it from once more. */
    record WrittenByClient(SecretRef secret) implements ReplayResult {}

    /** The configuration has no such binding any more. */
    record BindingGone(String bindingId) implements ReplayResult {}
  }

  /** What became of {@link #replayEvent}. */
  sealed interface EventReplayResult {
    /** It is out of quarantine; a secret that no binding names asks for no rotation. */
    record Accepted(SecretRef secret, List<Asked> rotations) implements EventReplayResult {}

    /** It is out of quarantine, since it can be read now and asks for nothing. */
    record NothingToDo(String type) implements EventReplayResult {}

    record NotFound() implements EventReplayResult {}

    /** It stays in quarantine. */
    record StillUndecodable(String reason) implements EventReplayResult {}
  }

  /** What {@link #plan} found. */
  sealed interface PlanResult {
    record Planned(List<BindingPlan> bindings) implements PlanResult {}

    /** No binding of the environment names the secret (and the data source). */
    record Unbound() implements PlanResult {}
  }

  /**
   * What a rotation of one binding would do now.
   *
   * @param version the current version, where it could be fetched
   * @param keys the keys that would change, sorted
   * @param test what test() says about the new values; empty when no key would change
   * @param detail the same in a sentence
   */
  record BindingPlan(
      String bindingId,
      DataSourceRef dataSource,
      Optional<SecretVersion> version,
      List<String> keys,
      Optional<TestResult> test,
      String detail) {}
}
