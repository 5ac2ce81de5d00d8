package dev.rekey.rotation;

import java.time.Instant;

/** Forgets what is long past. Thread-safe; blocks. */
@FunctionalInterface
public interface Retention {
  /**
   * Removes some of what is older: rotations that have ended, with their history, what bindings
   * have seen of events, the audit, the calls of the API and the quarantine. What is open stays,
   * however old, and so does what a binding has settled on.
   *
   * @param limit how many of each kind at most; small enough not to hold up others
   * @return how many were removed in all; 0 when nothing older is left
   * @throws RuntimeException when the store is broken or away
   */
  int prune(Instant before, int limit);
}
