package dev.rekey.rotation;

import java.time.Duration;

/**
 * How long to wait before a further attempt: doubles each time.
 *
 * @param first before the second attempt
 * @param longest never more than this
 */
public record Backoff(Duration first, Duration longest) {
  /**
   * The wait before an attempt.
   *
   * @param attempt how many attempts there were; none, no wait
   */
  public Duration before(int attempt) {
    return attempt == 0
        ? Duration.ZERO
        : Duration.ofMillis(
            (long) Math.min(first.toMillis() * Math.pow(2, attempt - 1.0), longest.toMillis()));
  }
}
