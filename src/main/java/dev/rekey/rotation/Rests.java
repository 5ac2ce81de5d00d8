package dev.rekey.rotation;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pauses of an engine, all of which end when it is closed: what would come after them is left
 * to the next one. Thread-safe.
 */
final class Rests {
  private final Sleeper sleeper;
  private final Jitter jitter;
  private final Set<Thread> resting = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  Rests(Sleeper sleeper, Jitter jitter) {
    this.sleeper = sleeper;
    this.jitter = jitter;
  }

  /**
   * Blocks about this long.
   *
   * @throws InterruptedException when the thread is interrupted, or everything is closed
   */
  void rest(Duration wait) throws InterruptedException {
    if (wait.isZero()) {
      return;
    }
    resting.add(Thread.currentThread());
    try {
      if (closed) {
        throw new InterruptedException("the worker is stopping");
      }
      sleeper.sleep(jitter.spread(wait));
    } finally {
      resting.remove(Thread.currentThread());
    }
  }

  boolean isClosed() {
    return closed;
  }

  /** Ends all pauses, and lets none begin. */
  void close() {
    closed = true;
    resting.forEach(Thread::interrupt);
  }
}
