package dev.rekey.rotation;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.secret.SecretRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A rotation for reading: everything but the values. */
public record RotationRecord(
    String id,
    String bindingId,
    SecretRef secret,
    DataSourceRef dataSource,
    String eventId,
    RotationState.Name state,
    Optional<String> version,
    List<String> keys,
    String detail,
    Instant createdAt,
    Instant updatedAt) {

  /** One transition of a rotation. */
  public record Step(long sequence, RotationState.Name state, Instant at, String detail) {}
}
