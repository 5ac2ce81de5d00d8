package dev.rekey.rotation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Prunes once in an hour, in small steps with a pause after each, so that nobody who wants to write
 * waits for long. Runs on a thread of its own between {@link #start()} and {@link #close()}.
 */
public final class Pruner implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger(Pruner.class);
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration INTERVAL = Duration.ofHours(1);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int STEP = 100;

  private final Retention retention;
  private final Duration keep;
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final RandomGenerator random;

  /**
   * Not a virtual one, whose interrupt would close the connection to a database under its hands.
   */
  private final Thread thread = Thread.ofPlatform().name("pruner").daemon().unstarted(this::run);

  /**
   * @param keep how long what has ended is kept
   * @param random spreads the work of several workers
   */
  public Pruner(
      Retention retention,
      Duration keep,
      InstantSource clock,
      Sleeper sleeper,
      RandomGenerator random) {
    this.retention = retention;
    this.keep = keep;
    this.clock = clock;
    this.sleeper = sleeper;
    this.random = random;
  }

  /** Returns at once; called once. */
  public void start() {
    thread.start();
  }

  private void run() {
    try {
      Duration wait = FIRST;
      while (true) {
        sleeper.sleep(spread(wait));
        prune();
        wait = INTERVAL;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void prune() throws InterruptedException {
    Instant before = clock.instant().minus(keep);
    long all = 0;
    try {
      for (int some = retention.prune(before, STEP);
          some > 0;
          some = retention.prune(before, STEP)) {
        all += some;
        sleeper.sleep(PAUSE);
      }
    } catch (RuntimeException e) {
      LOGGER.warnf("pruning broke off, later again error=%s", e.getClass().getName());
    }
    if (all > 0) {
      LOGGER.infof("pruned rows=%d before=%s", all, before);
    }
  }

  private Duration spread(Duration wait) {
    return Duration.ofMillis((long) (wait.toMillis() * (0.5 + random.nextDouble())));
  }

  /** Waits for the step that is under way. May be called twice, and without a start. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
