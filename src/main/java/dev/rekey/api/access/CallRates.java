package dev.rekey.api.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How many calls a second a client may make: as many as it likes in a burst of two seconds' worth,
 * and no more on the average. Thread-safe; holds one number for each client that is configured.
 */
public final class CallRates {
  private static final double BURST_SECONDS = 2;
  private static final double NANOS = 1e9;

  private final int perSecond;
  private final LongSupplier nanoClock;
  private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

  private record Bucket(double calls, long at) {}

  /**
   * @param perSecond more than zero
   */
  public CallRates(int perSecond, LongSupplier nanoClock) {
    this.perSecond = perSecond;
    this.nanoClock = nanoClock;
  }

  /** Whether the client may make a call now; counts it when it may. */
  boolean take(String clientId) {
    double most = perSecond * BURST_SECONDS;
    boolean[] taken = new boolean[1];
    buckets.compute(
        clientId,
        (_, known) -> {
          long now = nanoClock.getAsLong();
          double calls =
              known == null
                  ? most
                  : Math.min(most, known.calls() + (now - known.at()) / NANOS * perSecond);
          taken[0] = calls >= 1;
          return new Bucket(taken[0] ? calls - 1 : calls, now);
        });
    return taken[0];
  }

  int perSecond() {
    return perSecond;
  }
}
