package dev.rekey.rotation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Ids that sort by the time they were made: UUIDs of version 7 (RFC 9562), whose twelve bits after
 * the millisecond are a counter. Thread-safe; no two calls give the same id, and a later one gives
 * a greater id.
 */
public final class TimeOrderedIds implements Supplier<String> {
  private static final int COUNTER_BITS = 12;

  private final InstantSource clock;
  private final RandomGenerator random;
  private final AtomicLong last = new AtomicLong();

  public TimeOrderedIds(InstantSource clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  /** What no id is less than that is made at this time or later. */
  public static String leastAt(Instant time) {
    return new UUID(time.toEpochMilli() << 16, 0).toString();
  }

  @Override
  public String get() {
    long now = clock.millis() << COUNTER_BITS;
    long ticket = last.updateAndGet(previous -> Math.max(previous + 1, now));
    long millis = ticket >>> COUNTER_BITS;
    long counter = ticket & ((1L << COUNTER_BITS) - 1);
    return new UUID(millis << 16 | 0x7000L | counter, random.nextLong() >>> 2 | 0x8000000000000000L)
        .toString();
  }
}
