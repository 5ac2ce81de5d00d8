package dev.rekey.rotation;

import java.time.Instant;
import java.util.Optional;

/**
 * The freezes, which all workers share. A change is durable when its call returns, and every worker
 * knows of it within seconds. Calls block and may be made from many threads at once; an exception
 * means that the store is broken or away.
 */
public interface Freezes {
  /** What freezes an environment: that of all environments where there is one, else its own. */
  Optional<Freeze> of(String environment, Instant now);

  /** Sets a freeze, or changes the one there is. */
  void set(Freeze freeze);

  /**
   * Lifts a freeze; what waited goes on within seconds. Does nothing where there is none.
   *
   * @param environment empty for that of all environments
   */
  void lift(Optional<String> environment, Instant now);
}
