package dev.rekey.rotation;

import java.time.Duration;

/** How the engine waits. */
@FunctionalInterface
public interface Sleeper {
  /** Blocks for this long, or until the thread is interrupted. */
  void sleep(Duration duration) throws InterruptedException;
}
