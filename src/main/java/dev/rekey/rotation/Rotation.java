package dev.rekey.rotation;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.secret.SecretRef;
import java.time.Instant;

/**
 * One attempt to carry one secret version through one binding.
 *
 * @param id opaque; later rotations have greater ids
 * @param bindingId of the {@link Binding}, which may have left the configuration since
 * @param eventId of the event that caused it
 * @param sequence 1 when queued, and one more with every transition and every event that joins
 */
public record Rotation(
    String id,
    String bindingId,
    SecretRef secret,
    DataSourceRef dataSource,
    String eventId,
    long sequence,
    RotationState state,
    Instant createdAt,
    Instant updatedAt) {

  /** A rotation that begins with an event. */
  public static Rotation queued(String id, Binding binding, String eventId, Instant now) {
    return new Rotation(
        id,
        binding.id(),
        binding.secret(),
        binding.dataSource(),
        eventId,
        1,
        new RotationState.Queued(0, "Queued."),
        now,
        now);
  }

  /** This rotation one transition later. */
  public Rotation moved(RotationState next, Instant now) {
    return new Rotation(
        id, bindingId, secret, dataSource, eventId, sequence + 1, next, createdAt, now);
  }

  public boolean isFinal() {
    return state.name().isFinal();
  }
}
