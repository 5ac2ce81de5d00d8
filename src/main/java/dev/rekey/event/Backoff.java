package dev.rekey.event;

import java.time.Duration;

/**
 * How long a source waits after attempts that failed: twice as long after each further one, up to
 * half a minute. Not thread-safe.
 */
public final class Backoff {
  private static final Duration FIRST = Duration.ofMillis(200);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private Duration next = FIRST;

  /** The wait after one more failure. */
  public Duration failed() {
    Duration wait = next;
    Duration doubled = wait.multipliedBy(2);
    next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    return wait;
  }

  /** After a success the waits begin again with the shortest. */
  public void succeeded() {
    next = FIRST;
  }
}
