package dev.rekey.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekey.sweep.SweepLog.Run;
import dev.rekey.sweep.journal.SweepLeases;
import dev.rekey.testing.Concurrently;
import dev.rekey.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sweepers of two workers on one PostgreSQL. */
class TwoSweepersTest {
  private static final SweepLeases SHORT = new SweepLeases(Optional.of(Duration.ofSeconds(1)));
  private static final SweepLeases LONG = new SweepLeases(Optional.of(Duration.ofMinutes(5)));
  private static final int SOURCES = 350;

  private TestDatabase database;
  private SweepRig rig;

  @BeforeEach
  void open() {
    database = TestDatabase.postgresql();
    rig = new SweepRig(database.database(), SOURCES);
  }

  @AfterEach
  void close() {
    rig.close();
    database.close();
  }

  @Test
  void ofTwoOneSweeps() {
    List<Sweeper> both = List.of(rig.health("a", LONG, 0), rig.health("b", LONG, 0));
    boolean _ = rig.log("any").ask(SweepKind.HEALTH, SweepRig.ENVIRONMENT);

    Concurrently.times(
        2,
        i -> {
          both.get(i).tick();
          return i;
        });

    assertThat(rig.observer.finished).hasSize(1);
    assertThat(rig.tests).hasValue(SOURCES);
  }

  @Test
  void aSweepWhoseWorkerIsDeadGoesOnWhereItStopped() throws InterruptedException {
    Sweeper dead = rig.health("dead", SHORT, 0);
    Sweeper other = rig.health("other", LONG, 0);
    CountDownLatch silence = new CountDownLatch(1);
    rig.onTest =
        () -> {
          if (rig.tests.get() > 240) {
            hang(silence);
          }
        };
    boolean _ = rig.log("any").ask(SweepKind.HEALTH, SweepRig.ENVIRONMENT);
    Thread process = Thread.ofVirtual().start(dead::tick);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> rig.tests.get() > 240 && status().done() >= 100);
    long done = status().done();
    rig.onTest = () -> {};
    int before = rig.tests.get();

    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              other.tick();
              return !rig.observer.finished.isEmpty();
            });

    assertThat(rig.tests.get() - before).isEqualTo((int) (SOURCES - done));
    silence.countDown();
    process.join(Duration.ofSeconds(10));
    assertThat(rig.observer.began).extracting(Run::id).hasSize(2).containsOnly(runId());
    assertThat(rig.observer.began.getLast().done()).isEqualTo(done);
    assertThat(rig.observer.finished).hasSize(1);
    assertThat(status().done()).isEqualTo(SOURCES);
    assertThat(rig.observer.broken).isEmpty();
  }

  private String runId() {
    return rig.observer.finished.getFirst().id();
  }

  private static void hang(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private SweepStatus status() {
    return rig.log("any").status(SweepKind.HEALTH, SweepRig.ENVIRONMENT);
  }
}
