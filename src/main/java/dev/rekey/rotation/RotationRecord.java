package dev.rekey.rotation;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.Kind;
import dev.rekey.secret.SecretRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A rotation for reading: everything but the values.
 *
 * @param sequence grows with every change
 * @param waitsUntil until when a change window or a freeze keeps it from beginning
 */
public record RotationRecord(
    String id,
    String bindingId,
    SecretRef secret,
    DataSourceRef dataSource,
    String eventId,
    RotationCause cause,
    Optional<Kind> kind,
    long sequence,
    RotationState.Name state,
    Optional<String> version,
    List<String> keys,
    String detail,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> waitsUntil) {

  /**
   * One transition of a rotation.
   *
   * @param attempt how often what the state waits for had been tried in vain
   * @param verdict what test() said, where it was asked
   */
  public record Step(
      long sequence,
      RotationState.Name state,
      Instant at,
      int attempt,
      Optional<TestResult.Verdict> verdict,
      String detail) {}
}
