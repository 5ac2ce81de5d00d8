package dev.rekey.testing;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for conditions, where no test framework is at hand. */
public final class Eventually {
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private Eventually() {}

  /**
   * Asks until there is an answer.
   *
   * @param limit for how long
   * @param complaint what to say when there is none in that time
   * @throws IllegalStateException with that complaint
   */
  public static <T> T get(
      Duration limit, Supplier<String> complaint, Supplier<Optional<T>> question) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<T> answer = question.get();
      if (answer.isPresent()) {
        return answer.get();
      }
      if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException(complaint.get());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
