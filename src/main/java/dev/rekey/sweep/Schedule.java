package dev.rekey.sweep;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When sweeps begin by themselves. Thread-safe. */
@FunctionalInterface
public interface Schedule {
  /** None does. */
  Schedule NEVER = after -> Optional.empty();

  /** When the next one does. */
  Optional<Instant> after(Instant time);

  /** One in each interval. */
  static Schedule every(Duration interval) {
    return after -> Optional.of(after.plus(interval));
  }
}
