package dev.rekey.sweep;

import dev.rekey.rotation.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The waits of a sweep, none of which is longer than a beat: then it is seen whether the worker
 * stops, and the lease is kept. Not thread-safe.
 */
final class Steady {
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final Duration beat;
  private final Duration renewal;
  private final BooleanSupplier goesOn;
  private final BooleanSupplier renewed;
  private Instant lastRenewed;

  /**
   * Says that the sweep is over for this worker; another one goes on with it, or this one later.
   */
  static final class BrokenOff extends Exception {
    private static final long serialVersionUID = 1L;

    BrokenOff(String why) {
      super(why);
    }
  }

  /**
   * @param renewal how often the lease is renewed
   * @param goesOn false when the worker stops
   * @param renewed renews the lease; false when it is lost
   */
  Steady(
      InstantSource clock,
      Sleeper sleeper,
      Duration beat,
      Duration renewal,
      BooleanSupplier goesOn,
      BooleanSupplier renewed) {
    this.clock = clock;
    this.sleeper = sleeper;
    this.beat = beat;
    this.renewal = renewal;
    this.goesOn = goesOn;
    this.renewed = renewed;
    this.lastRenewed = clock.instant();
  }

  void until(Instant due) throws InterruptedException, BrokenOff {
    for (Duration left = left(due); left.isPositive(); left = left(due)) {
      check();
      sleeper.sleep(left.compareTo(beat) < 0 ? left : beat);
    }
    check();
  }

  private Duration left(Instant due) {
    return Duration.between(clock.instant(), due);
  }

  void acquire(Semaphore semaphore, int permits) throws InterruptedException, BrokenOff {
    check();
    while (!semaphore.tryAcquire(permits, beat.toMillis(), TimeUnit.MILLISECONDS)) {
      check();
    }
  }

  private void check() throws BrokenOff {
    if (!goesOn.getAsBoolean()) {
      throw new BrokenOff("the worker is stopping");
    }
    Instant now = clock.instant();
    if (Duration.between(lastRenewed, now).compareTo(renewal) >= 0) {
      if (!renewed.getAsBoolean()) {
        throw new BrokenOff("another worker has the lease");
      }
      lastRenewed = now;
    }
  }
}
