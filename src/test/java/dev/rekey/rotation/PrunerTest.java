package dev.rekey.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrunerTest {
  private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");
  private static final Duration KEEP = Duration.ofDays(90);
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** Nothing is spread but down to the half. */
  private static final RandomGenerator LEAST = () -> 0;

  private static final Duration FIRST = Duration.ofSeconds(30);
  private static final Duration INTERVAL = Duration.ofMinutes(30);

  private final ManualClock clock = new ManualClock(NOW);
  private final BlockingQueue<Duration> sleeps = new LinkedBlockingQueue<>();
  private final Semaphore wake = new Semaphore(0);
  private final Deque<Integer> answers = new ArrayDeque<>();
  private final List<Instant> asked = new CopyOnWriteArrayList<>();
  private final Pruner pruner =
      new Pruner(
          this::prune,
          KEEP,
          clock,
          wait -> {
            sleeps.add(wait);
            wake.acquire();
          },
          LEAST);

  private int prune(Instant before, int limit) {
    assertThat(limit).isPositive();
    asked.add(before);
    int answer = answers.isEmpty() ? 0 : answers.remove();
    if (answer < 0) {
      throw new IllegalStateException("the store is away");
    }
    return answer;
  }

  @AfterEach
  void end() {
    pruner.close();
  }

  private void assertSleeps(Duration wait) throws InterruptedException {
    assertThat(sleeps.poll(10, TimeUnit.SECONDS)).isEqualTo(wait);
  }

  @Test
  void itGoesOnStepByStepUntilNothingIsLeft() throws InterruptedException {
    answers.addAll(List.of(300, 300, 7));
    pruner.start();

    assertSleeps(FIRST);
    assertThat(asked).isEmpty();
    for (int i = 0; i < 3; i++) {
      wake.release();
      assertSleeps(PAUSE);
    }
    wake.release();
    assertSleeps(INTERVAL);

    assertThat(asked).hasSize(4).containsOnly(NOW.minus(KEEP));
  }

  @Test
  void itComesBackAfterAnHourAndLooksAtTheClockAgain() throws InterruptedException {
    pruner.start();
    assertSleeps(FIRST);
    wake.release();
    assertSleeps(INTERVAL);
    Instant later = clock.advance(Duration.ofHours(1));
    wake.release();
    assertSleeps(INTERVAL);

    assertThat(asked).containsExactly(NOW.minus(KEEP), later.minus(KEEP));
  }

  @Test
  void aStoreThatIsAwayDoesNotEndIt() throws InterruptedException {
    answers.add(-1);
    pruner.start();
    assertSleeps(FIRST);
    wake.release();
    assertSleeps(INTERVAL);
    wake.release();
    assertSleeps(INTERVAL);

    assertThat(asked).hasSize(2);
  }

  @Test
  void closeEndsItWhereverItIs() throws InterruptedException {
    answers.add(300);
    pruner.start();
    assertSleeps(FIRST);
    wake.release();
    assertSleeps(PAUSE);

    pruner.close();

    wake.release();
    assertThat(asked).hasSize(1);
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("pruner"));
  }

  @Test
  void closeWithoutAStartDoesNothing() {
    pruner.close();

    assertThat(sleeps).isEmpty();
    assertThat(asked).isEmpty();
  }
}
