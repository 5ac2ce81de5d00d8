package dev.rekey.api.call;

import java.time.Duration;

/** Runs something later, on a thread of its own choice that must not be blocked. */
@FunctionalInterface
public interface Timer {
  /**
   * @return stops it from being run, if it has not been yet
   */
  Runnable after(Duration delay, Runnable task);
}
