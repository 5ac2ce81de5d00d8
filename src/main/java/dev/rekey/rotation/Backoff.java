package dev.rekey.rotation;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a further attempt: doubles each time, and is spread over half to one and
 * a half of that, so that many who failed together do not come back together.
 *
 * @param first before the second attempt
 * @param longest never more than this, before it is spread
 */
public record Backoff(Duration first, Duration longest, RandomGenerator random) {
  /**
   * The wait before an attempt.
   *
   * @param attempt how many attempts there were; none, no wait
   */
  public Duration before(int attempt) {
    if (attempt == 0) {
      return Duration.ZERO;
    }
    double doubled = first.toMillis() * Math.pow(2, attempt - 1.0);
    return Duration.ofMillis(
        (long) (Math.min(doubled, longest.toMillis()) * (0.5 + random.nextDouble())));
  }
}
