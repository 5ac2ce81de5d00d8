package dev.rekey.rotation;

import dev.rekey.datasource.Actor;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps rotations from beginning.
 *
 * @param environment the one that is frozen; empty for all of them
 * @param reason for a person who wonders
 * @param until when it ends by itself
 */
public record Freeze(
    Optional<String> environment,
    String reason,
    Optional<Instant> until,
    Actor actor,
    Instant since) {

  /** Whether it keeps anything from beginning at a time. */
  public boolean lasts(Instant now) {
    return until.stream().allMatch(now::isBefore);
  }
}
