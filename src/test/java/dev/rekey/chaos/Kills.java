package dev.rekey.chaos;

import dev.rekey.testing.FailPoints;
import dev.rekey.testing.Progress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

/** Kills the worker with -9, and starts it again. */
final class Kills {
  private static final Duration LONGEST_LIFE = Duration.ofSeconds(1);
  private static final Duration LONGEST_START = Duration.ofSeconds(3);
  private static final int ONE_IN = 5;

  private final RandomGenerator random;
  private final Progress progress;

  Kills(RandomGenerator random, Progress progress) {
    this.random = random;
    this.progress = progress;
  }

  /** Once at each of these points. */
  Round at(List<String> points) {
    return (scene, tally) -> {
      for (String point : points) {
        atPoint(scene, tally, point);
        tell(tally, point);
      }
      scene.worker().awaitReady();
    };
  }

  /** So many times at random. */
  Round atRandom(int count) {
    return (scene, tally) -> {
      for (int i = 0; i < count; i++) {
        boolean isStarting = random.nextInt(ONE_IN) == 0;
        if (!isStarting) {
          scene.worker().awaitReady();
        }
        Duration longest = isStarting ? LONGEST_START : LONGEST_LIFE;
        LockSupport.parkNanos(random.nextLong(longest.toNanos()));
        scene.worker().kill9();
        scene.worker().relaunch();
        tally.killed("at random");
        tell(tally, isStarting ? "while it started" : "at random");
      }
      scene.worker().awaitReady();
    };
  }

  /**
   * The worker that is running goes on to the point, or the one before it is killed at a random
   * time, so that its successor comes to the point while it takes up what was open.
   */
  private void atPoint(Scene scene, Tally tally, String point) {
    FailPoints failPoints = scene.failPoints();
    failPoints.arm(point);
    try {
      failPoints.awaitReached(point);
      tally.killed(point);
    } catch (IllegalStateException notReached) {
      tally.missed(point);
    }
    scene.worker().kill9();
    failPoints.disarm();
    scene.worker().relaunch();
    if (random.nextBoolean()) {
      scene.worker().awaitReady();
    }
  }

  private void tell(Tally tally, String where) {
    progress.tick("%d kills, the last %s".formatted(tally.kills(), where));
  }
}
