package dev.rekey.rotation;

import dev.rekey.secret.SecretRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When rotations may begin, or may not.
 *
 * @param environment of the data sources that it is for
 * @param dataSource only of the data source with this name
 * @param secret only those of this secret
 * @param rule what holds while the window is open
 * @param opens when it opens
 * @param length how long it then stays open
 */
public record ChangeWindow(
    String environment,
    Optional<String> dataSource,
    Optional<SecretRef> secret,
    Rule rule,
    Recurrence opens,
    Duration length) {

  /** What a window says of the rotations that it is for. */
  public enum Rule {
    /** They begin while some such window is open, and at no other time. */
    ALLOW,
    /** They do not begin while it is open, whatever others allow. */
    DENY
  }

  boolean isFor(Rotation rotation) {
    return rotation.dataSource().environment().equals(environment)
        && dataSource.stream().allMatch(rotation.dataSource().name()::equals)
        && secret.stream().allMatch(rotation.secret()::equals);
  }

  /** When it closes, if it is open at a time. */
  Optional<Instant> closes(Instant time) {
    return opens.lastUntil(time).map(start -> start.plus(length)).filter(time::isBefore);
  }
}
