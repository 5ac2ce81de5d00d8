package dev.rekey.rotation;

import java.time.Instant;
import java.util.Optional;

/** Something that happens again and again. Thread-safe. */
public interface Recurrence {
  /** When it last happened, at this time at the latest; empty when it never has. */
  Optional<Instant> lastUntil(Instant time);

  /** When it happens next, after this time; empty when it never does. */
  Optional<Instant> nextAfter(Instant time);
}
