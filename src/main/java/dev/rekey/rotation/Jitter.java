package dev.rekey.rotation;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Spreads waits over one to one and a half of themselves, so that many who failed together do not
 * come back together. Never shortens one: a settle window is kept whole.
 */
public record Jitter(RandomGenerator random) {
  public Duration spread(Duration wait) {
    return wait.isZero()
        ? wait
        : Duration.ofMillis((long) (wait.toMillis() * (1 + random.nextDouble() / 2)));
  }
}
