package dev.rekey.rotation;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.event.Delivery;
import dev.rekey.event.RotationEvent;
import dev.rekey.secret.SecretVersion;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The durable record of all rotations, as one worker sees it. What a call wrote is on disk when it
 * returns.
 *
 * <p>Calls block and may be made from many threads at once. A rotation is changed by
 * compare-and-swap on its sequence, so that two who drive the same one cannot both succeed. An
 * exception means that the store is broken or away; then nothing was written, unless the connection
 * broke while it was, which the sequence tells.
 *
 * <p>A binding has one open rotation at most, and of the open rotations of a data source one at
 * most is claimed: the journal itself refuses a second. A claim ends with the rotation, when it is
 * parked, or with the lease of its worker; a worker that takes a rotation over adds one to its
 * sequence, and with that whatever the former one still tries fails.
 */
public interface Journal {
  /**
   * Takes in what events ask for, and what nobody could decode, in one write.
   *
   * <p>For each request, in order:
   *
   * <ul>
   *   <li>the binding has seen the same event of the same source: {@link Recorded.Repeated};
   *   <li>no rotation of the binding is open, and the event (not a person) names the version that
   *       the binding settled on last: {@link Recorded.Settled};
   *   <li>no rotation of the binding is open: one is queued, and claimed unless another one of its
   *       data source is: {@link Recorded.Queued};
   *   <li>the open one is queued: the event joins it, which adds one to its sequence, so that
   *       whoever has planned it without that event has to plan again: {@link Recorded.Joined};
   *   <li>the event names the version that the open one carries: {@link Recorded.Joined};
   *   <li>the open one is parked: it is superseded by a new one: {@link Recorded.Queued};
   *   <li>else another one will follow when the open one has ended: {@link Recorded.Joined}.
   * </ul>
   *
   * @return one result for each request
   */
  List<Recorded> record(List<Request> requests, List<Quarantined> quarantined);

  /**
   * Writes the next states of a claimed rotation.
   *
   * <p>A final state that {@linkplain RotationState.Name#settles settles} does so for its binding,
   * but {@link RotationState.Name#UNCHANGED} leaves a version alone that the binding has settled on
   * before: how that one ended stays known. With a final state the values that were kept go, a
   * rotation that is to follow is queued, and the next one of the data source is claimed.
   *
   * <p>What others are to be told of a rotation that {@linkplain Rotation#rests() rests} is written
   * with that state: after a crash it is there if and only if the state is.
   *
   * @param moves consecutive, at least one
   */
  Appended append(List<Move> moves);

  /**
   * Claims a rotation that waits.
   *
   * @return the rotation as it stands then; empty when it has moved on, or when another one of its
   *     data source is claimed or waits to be
   */
  Optional<Rotation> claim(Rotation waiting);

  /**
   * Takes up what nobody drives: what a worker whose lease has ended had claimed or parked, and the
   * oldest of those that wait for a data source with no rotation claimed. What is parked is taken
   * up unclaimed; what a change window or a freeze kept from beginning is left alone until then.
   * Renews the lease of this worker first.
   *
   * @param limit at most this many
   */
  List<Rotation> takeUp(int limit, Instant now);

  /** What is parked for any of these data sources, by whatever worker. */
  List<Rotation> parked(Collection<DataSourceRef> dataSources);

  /** How far each of these bindings is. */
  Map<String, Standing> standings(Collection<String> bindingIds);

  /** Lets everything that waits be taken up and looked at again: what it waited for may be gone. */
  void reconsider();

  /** Gives back everything that this worker has claimed or parked, and its lease. */
  void leave();

  /** A rotation as it stands, or empty for an unknown id. */
  Optional<Rotation> find(String id);

  /** What a binding settled on last. */
  Optional<Settled> settled(String bindingId);

  /** A message in quarantine, or empty for an unknown id. */
  Optional<Quarantined> quarantined(String id);

  /** Lets a message go. Does nothing for an unknown id. */
  void release(String quarantinedId);

  /**
   * An event that asks for a rotation of a binding.
   *
   * @param rotation what to queue
   * @param source the name of the event source
   */
  record Request(Rotation rotation, String source, RotationEvent event) {}

  /** A message that nobody could decode. */
  record Quarantined(
      String id, String source, String position, Delivery.Undecodable content, Instant at) {}

  /** The last version that a binding came to an end with, and which end that was. */
  record Settled(SecretVersion version, RotationState.Name end) {}

  /**
   * How far a binding is.
   *
   * @param queued whether a rotation of it has yet to fetch what is current
   * @param failed the version of the last rotation, where that one has failed
   */
  record Standing(Optional<Settled> settled, boolean queued, Optional<SecretVersion> failed) {}

  /**
   * A transition.
   *
   * @param rotation as it stands after it
   * @param verdict what test() said, where it was asked
   */
  record Move(Rotation rotation, Optional<TestResult.Verdict> verdict) {}

  /** What became of a request. */
  sealed interface Recorded {
    /**
     * A new rotation.
     *
     * @param superseded the parked one that it takes the place of
     */
    record Queued(Rotation rotation, Optional<Rotation> superseded) implements Recorded {}

    /** It is covered by a rotation that is open already, or by one that will follow it. */
    record Joined(String rotationId) implements Recorded {}

    /** The binding has this version already, or has rolled it back. */
    record Settled() implements Recorded {}

    /** The same event once more. */
    record Repeated() implements Recorded {}
  }

  /** What became of an {@link #append}. */
  sealed interface Appended {
    /**
     * It is written.
     *
     * @param news whether news came in that the rotation does not cover
     * @param next the next one of the data source, claimed; only after a final or parked state
     */
    record Written(boolean news, Optional<Rotation> next) implements Appended {}

    /** Nothing is written: the stored sequence is not the one before. */
    record Lost() implements Appended {}
  }
}
