package dev.rekey.secret;

import java.time.Duration;

/** Permits that come at a steady rate, and are saved up to a burst. Not thread-safe. */
final class TokenBucket {
  private final long interval;
  private final long saved;
  private long next;

  /**
   * @param burst how many permits can be saved up; that many are there at first
   * @param now a reading of a nano clock, as it is in {@link #take}
   */
  TokenBucket(int perSecond, int burst, long now) {
    this.interval = Duration.ofSeconds(1).toNanos() / perSecond;
    this.saved = interval * burst;
    this.next = now - saved;
  }

  /** Takes the next permit; returns how long to wait before it may be used. */
  Duration take(long now) {
    long earliest = now - saved;
    next = (next - earliest < 0 ? earliest : next) + interval;
    return Duration.ofNanos(Math.max(0, next - now));
  }
}
