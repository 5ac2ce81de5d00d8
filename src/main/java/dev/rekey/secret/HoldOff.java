package dev.rekey.secret;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Keeps callers away from what has failed: for as long as it asked for, or for a time that doubles
 * with each failure. After that one call alone tries; when it succeeds, the others may come again.
 * Not thread-safe.
 *
 * <p>A call belongs to the round that it began in: of many that fail together, one counts.
 */
final class HoldOff {
  private static final Duration LONGEST_ASKED = Duration.ofHours(1);

  private final Duration first;
  private final Duration longest;
  private final RandomGenerator random;
  private int round;
  private long until;
  private boolean trying;
  private Optional<FetchResult.Failed> cause = Optional.empty();

  /** The waits are those of {@link PacedSecretStore.Limits}. */
  HoldOff(Duration first, Duration longest, RandomGenerator random) {
    this.first = first;
    this.longest = longest;
    this.random = random;
  }

  /** What to answer without a call; empty when a call may be made. */
  Optional<FetchResult.Failed> refusal(long now) {
    return trying || until - now > 0
        ? cause.map(answer -> withTimeLeft(answer, now))
        : Optional.empty();
  }

  private FetchResult.Failed withTimeLeft(FetchResult.Failed answer, long now) {
    return answer instanceof FetchResult.Throttled throttled
        ? new FetchResult.Throttled(
            throttled.reason(),
            Optional.of(Duration.ofNanos(until - now)).filter(Duration::isPositive))
        : answer;
  }

  /** A call is made; returns its round. */
  int begin() {
    trying = cause.isPresent();
    return round;
  }

  void succeeded(int begun) {
    if (begun == round) {
      round = 0;
      trying = false;
      cause = Optional.empty();
    }
  }

  /** The call brought nothing to light. */
  void toldNothing(int begun) {
    if (begun == round) {
      trying = false;
    }
  }

  /**
   * @param asked how long the other side wants to be left alone; believed up to an hour
   */
  void failed(int begun, FetchResult.Failed answer, Optional<Duration> asked, long now) {
    Optional<Duration> believed =
        asked
            .filter(Duration::isPositive)
            .map(wait -> wait.compareTo(LONGEST_ASKED) < 0 ? wait : LONGEST_ASKED);
    if (begun == round) {
      round++;
      trying = false;
      cause = Optional.of(answer);
      until = now + believed.orElseGet(this::doubled).toNanos();
    } else if (cause.isPresent()) {
      until = now + Math.max(until - now, believed.orElse(Duration.ZERO).toNanos());
    }
  }

  /** Whether nothing has failed since the last success. */
  boolean isOver() {
    return cause.isEmpty();
  }

  /** Spread over half to the whole, so that many workers do not come back together. */
  private Duration doubled() {
    double wait = Math.min(first.toNanos() * Math.pow(2, round - 1.0), longest.toNanos());
    return Duration.ofNanos((long) (wait * (0.5 + random.nextDouble() / 2)));
  }
}
