package dev.rekey.client;

import io.grpc.Deadline;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Makes calls again that found the server out of reach. For calls that change nothing: nobody knows
 * whether one that failed so had an effect. Thread-safe.
 */
final class Retries {
  private static final int TRIES = 4;
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);

  private final Pause pause;
  private final RandomGenerator chance;

  /** Waits. */
  interface Pause {
    /**
     * @return whether it is of no use to go on
     */
    boolean endsAll(Duration wait) throws InterruptedException;
  }

  /**
   * @param chance thread-safe
   */
  Retries(Pause pause, RandomGenerator chance) {
    this.pause = pause;
    this.chance = chance;
  }

  /**
   * What the call gives; tries it up to four times within the deadline.
   *
   * @throws RekeyException what the last try threw
   */
  <T> T untilReached(Deadline deadline, Supplier<T> call) {
    Duration wait = FIRST_WAIT;
    for (int tries = 1; tries < TRIES; tries++) {
      try {
        return call.get();
      } catch (UnavailableException away) {
        if (!isOutOfReach(away) || !waitsFor(withJitter(wait), deadline)) {
          throw away;
        }
        wait = wait.multipliedBy(2);
      }
    }
    return call.get();
  }

  /** Rather than one that did not answer in time: that one was reached, and has time no more. */
  private static boolean isOutOfReach(UnavailableException failure) {
    return Status.fromThrowable(failure).getCode() == Status.Code.UNAVAILABLE;
  }

  private boolean waitsFor(Duration wait, Deadline deadline) {
    if (deadline.timeRemaining(TimeUnit.MILLISECONDS) <= wait.toMillis()) {
      return false;
    }
    try {
      return !pause.endsAll(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RekeyException("interrupted while the server was out of reach", e);
    }
  }

  private Duration withJitter(Duration wait) {
    return wait.plusMillis(chance.nextLong(wait.toMillis()));
  }
}
