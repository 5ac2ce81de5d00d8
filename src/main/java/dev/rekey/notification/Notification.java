package dev.rekey.notification;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.Kind;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationState;
import dev.rekey.secret.SecretVersion;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Something that others are told. Holds names, never a value.
 *
 * @param id the same each time it is sent, so that whoever gets it twice can tell
 * @param at when it came to be
 * @param kind empty where it is not known yet
 * @param detail in a sentence for a person
 * @param rotation which one it is about; empty for news of the health of a data source
 */
public record Notification(
    String id,
    NotificationType type,
    Instant at,
    DataSourceRef dataSource,
    Optional<Kind> kind,
    String detail,
    Optional<Attempt> rotation) {

  /**
   * The rotation that ended.
   *
   * @param secret its reference
   * @param version empty where none was fetched
   * @param keys the names of the keys that differ
   * @param cause such as {@code event}
   */
  public record Attempt(
      String id,
      String bindingId,
      String secret,
      Optional<String> version,
      List<String> keys,
      String cause,
      Instant startedAt) {
    public Attempt {
      keys = List.copyOf(keys);
    }
  }

  /**
   * What is to be told of a rotation as it stands; empty where that is nothing. One that is parked
   * is told of once, and not again while it stays so.
   */
  public static Optional<Notification> of(Rotation rotation) {
    return type(rotation.state())
        .map(
            type ->
                new Notification(
                    rotation.id() + "-" + rotation.sequence(),
                    type,
                    rotation.updatedAt(),
                    rotation.dataSource(),
                    rotation.state().kind(),
                    rotation.state().detail(),
                    Optional.of(attempt(rotation))));
  }

  private static Optional<NotificationType> type(RotationState state) {
    return switch (state.name()) {
      case COMMITTED -> Optional.of(NotificationType.ROTATION_COMMITTED);
      case REJECTED -> Optional.of(NotificationType.ROTATION_REJECTED);
      case ROLLED_BACK -> Optional.of(NotificationType.ROTATION_ROLLED_BACK);
      case FAILED -> Optional.of(NotificationType.ROTATION_FAILED);
      case PARKED ->
          state.attempt() == 0 ? Optional.of(NotificationType.ROTATION_PARKED) : Optional.empty();
      case QUEUED, FETCHED, PREPARED, APPLIED, VERIFYING, ROLLING_BACK, UNCHANGED, SUPERSEDED ->
          Optional.empty();
    };
  }

  private static Attempt attempt(Rotation rotation) {
    return new Attempt(
        rotation.id(),
        rotation.bindingId(),
        rotation.secret().toString(),
        rotation.state().version().map(SecretVersion::id),
        rotation.state().keys(),
        CloudEvents.word(rotation.cause()),
        rotation.createdAt());
  }
}
