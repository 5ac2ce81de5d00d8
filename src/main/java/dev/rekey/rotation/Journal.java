package dev.rekey.rotation;

import dev.rekey.event.Delivery;
import dev.rekey.event.RotationEvent;
import dev.rekey.secret.SecretVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The durable record of all rotations. What a call wrote is on disk when it returns.
 *
 * <p>Calls block and may be made from many threads at once. A rotation is changed by
 * compare-and-swap on its sequence, so that two who drive the same one cannot both succeed. An
 * exception means that the store is broken or away, and that nothing was written.
 */
public interface Journal {
  /**
   * Takes in what events ask for, and what nobody could decode, in one write.
   *
   * <p>For each request, in order:
   *
   * <ul>
   *   <li>the binding has seen the same event of the same source: {@link Recorded.Repeated};
   *   <li>the event names the version that the binding settled on last, and no rotation of the
   *       binding is open: {@link Recorded.Settled};
   *   <li>a rotation of the binding is queued: the event joins it, which adds one to its sequence,
   *       so that whoever has planned it without that event has to plan again: {@link
   *       Recorded.Joined};
   *   <li>else a rotation is queued: {@link Recorded.Queued}.
   * </ul>
   *
   * @return one result for each request
   */
  List<Recorded> record(List<Request> requests, List<Quarantined> quarantined);

  /**
   * Writes a rotation's next state. A final state that carries a version settles the binding on it,
   * and drops the values that were kept for the rotation. {@link RotationState.Name#FAILED} settles
   * nothing, and neither does {@link RotationState.Name#UNCHANGED} where the binding has settled on
   * the same version before: how that one ended stays known.
   *
   * @return false, with nothing written, unless the stored sequence is one less
   */
  boolean append(Rotation next);

  /** All rotations that are not final, oldest first. */
  List<Rotation> open();

  /** A rotation as it stands, or empty for an unknown id. */
  Optional<Rotation> find(String id);

  /** What a binding settled on last. */
  Optional<Settled> settled(String bindingId);

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

  /** What became of a request. */
  sealed interface Recorded {
    /** A new rotation. */
    record Queued(Rotation rotation) implements Recorded {}

    /** It is covered by a rotation that is queued already. */
    record Joined(String rotationId) implements Recorded {}

    /** The binding has this version already, or has rolled it back. */
    record Settled() implements Recorded {}

    /** The same event once more. */
    record Repeated() implements Recorded {}
  }
}
