package dev.rekey.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One attempt to carry one version of a secret into one data source.
 *
 * @param secret the reference of the secret
 * @param dataSource the name of the data source
 * @param secretVersion the store's id of the version, once it is known
 * @param changedKeys the names of the keys that differ; empty until they are known
 * @param detail what the last step said; for {@link RotationState#FAILED}, what a person must do
 * @param eventId the event that caused it
 * @param cause what it began with: event, drift, trigger, override or replay
 * @param kind the kind of the data source, when it is known
 * @param waitingUntil where a change window or a freeze keeps it from beginning: until when, or
 *     9999-12-31T23:59:59Z until it is lifted
 * @param history oldest first; filled by {@link Rotations#get} alone
 */
public record Rotation(
    String id,
    String bindingId,
    String secret,
    String environmentId,
    String dataSource,
    RotationState state,
    Optional<String> secretVersion,
    List<String> changedKeys,
    String detail,
    Instant createdAt,
    Instant updatedAt,
    String eventId,
    String cause,
    Optional<String> kind,
    Optional<Instant> waitingUntil,
    List<Step> history) {
  public Rotation {
    changedKeys = List.copyOf(changedKeys);
    history = List.copyOf(history);
  }

  /** The same rotation, as {@link Rotations#list} and {@link Rotations#watch} tell of it. */
  Rotation withoutHistory() {
    return new Rotation(
        id,
        bindingId,
        secret,
        environmentId,
        dataSource,
        state,
        secretVersion,
        changedKeys,
        detail,
        createdAt,
        updatedAt,
        eventId,
        cause,
        kind,
        waitingUntil,
        List.of());
  }

  /**
   * One step of a rotation's history.
   *
   * @param sequence grows with each step
   * @param detail what happened, for a person
   * @param attempt how many tries or tests of this step came before, from 0
   * @param verdict what a test said in a word, as in {@link BindingPlan}; absent where nothing was
   *     tested
   */
  public record Step(
      long sequence,
      RotationState state,
      Instant at,
      String detail,
      int attempt,
      Optional<String> verdict) {}
}
