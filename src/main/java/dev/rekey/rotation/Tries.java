package dev.rekey.rotation;

import java.time.Duration;

/**
 * How often a test has not passed so far. What was waited for is added up from the waits
 * themselves: no clock can be wrong about it, and no restart.
 *
 * @param refusals how many tests said no inside the settle window
 * @param outages how many tests in a row told nothing
 * @param waited how much of the settle window is over
 * @param after how long to wait before the next
 */
public record Tries(int refusals, int outages, Duration waited, Duration after) {
  /** None yet. */
  public static final Tries NONE = new Tries(0, 0, Duration.ZERO, Duration.ZERO);

  /** One more refusal, after which a part of the window is waited for. */
  public Tries refused(Duration wait) {
    return new Tries(refusals + 1, 0, waited.plus(wait), wait);
  }

  /** One more test that told nothing. */
  public Tries unanswered(Duration wait) {
    return new Tries(refusals, outages + 1, waited, wait);
  }

  /** How many tests there were. */
  public int total() {
    return refusals + outages;
  }
}
