package dev.rekey.notification;

import dev.rekey.rotation.Backoff;
import dev.rekey.rotation.Jitter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Spares an endpoint that is away: after some failures in a row nobody tries for a while, then one
 * attempt decides. Each while is twice as long as the one before. Thread-safe.
 */
public final class CircuitBreaker {
  private static final Duration LONGEST_ASKED = Duration.ofMinutes(15);

  private final int threshold;
  private final Backoff waits;
  private final Jitter jitter;
  private final InstantSource clock;
  private int failures;
  private int openings;
  private Instant openUntil = Instant.EPOCH;

  /** Where it stands. */
  public enum State {
    /** Everything goes through. */
    CLOSED,
    /** Nothing does. */
    OPEN,
    /** One attempt does. */
    HALF_OPEN
  }

  /**
   * @param threshold how many failures in a row open it
   * @param waits for how long it stays open each time
   */
  public CircuitBreaker(int threshold, Backoff waits, Jitter jitter, InstantSource clock) {
    this.threshold = threshold;
    this.waits = waits;
    this.jitter = jitter;
    this.clock = clock;
  }

  public synchronized State state() {
    if (openings == 0) {
      return State.CLOSED;
    }
    return clock.instant().isBefore(openUntil) ? State.OPEN : State.HALF_OPEN;
  }

  /** For how long nobody is to try; zero unless it is open. */
  synchronized Duration blockedFor() {
    return state() == State.OPEN ? Duration.between(clock.instant(), openUntil) : Duration.ZERO;
  }

  /** The endpoint has answered, whatever it said. */
  synchronized void answered() {
    failures = 0;
    openings = 0;
  }

  /**
   * The endpoint cannot take anything.
   *
   * @param retryAfter when it says itself for how long; it is believed up to a quarter of an hour
   */
  synchronized void failed(Optional<Duration> retryAfter) {
    failures++;
    // What was under way when it opened says nothing new.
    if (state() == State.OPEN || (failures < threshold && retryAfter.isEmpty())) {
      return;
    }
    openings++;
    Duration own = jitter.spread(waits.before(openings));
    Duration asked = shorter(retryAfter.orElse(Duration.ZERO), LONGEST_ASKED);
    openUntil = clock.instant().plus(asked.compareTo(own) > 0 ? asked : own);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
