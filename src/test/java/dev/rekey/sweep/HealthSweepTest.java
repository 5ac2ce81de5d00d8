package dev.rekey.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Verdict;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.rotation.RotationState.Name;
import dev.rekey.sweep.journal.SweepLeases;
import dev.rekey.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health sweeps of one worker on SQLite. */
class HealthSweepTest {
  private static final Optional<TestResult> AWAY =
      Optional.of(new TestResult.Unreachable("nobody there"));

  @TempDir private Path folder;
  private TestDatabase database;
  private SweepRig rig;

  @BeforeEach
  void open() {
    database = TestDatabase.sqlite(folder.resolve("sweep.db"));
  }

  @AfterEach
  void close() {
    rig.close();
    database.close();
  }

  private Sweeper sweeper(int sources) {
    rig = new SweepRig(database.database(), sources);
    return rig.health("w1", SweepLeases.ALONE, 0);
  }

  @Test
  void theFirstBeginsWithinAMinuteAndTheNextAfterTheInterval() {
    Sweeper sweeper = sweeper(3);

    sweeper.tick();
    assertThat(rig.tests).hasValue(0);
    rig.clock.advance(Duration.ofMinutes(1));
    sweeper.tick();
    assertThat(rig.tests).hasValue(3);
    sweeper.tick();
    assertThat(rig.tests).hasValue(3);
    rig.clock.advance(SweepRig.EVERY);
    sweeper.tick();

    assertThat(rig.tests).hasValue(6);
    assertThat(rig.observer.finished).hasSize(2);
    assertThat(rig.observer.broken).isEmpty();
  }

  @Test
  void everyDataSourceOfManyPagesIsTestedOnceAndItsHealthKept() {
    Sweeper sweeper = sweeper(305);

    sweepOnce(sweeper);

    assertThat(rig.tests).hasValue(305);
    assertThat(health()).hasSize(305);
    assertThat(health())
        .allSatisfy(each -> assertThat(each.health().state()).isEqualTo(HealthState.HEALTHY));
    SweepStatus status = rig.log("w1").status(SweepKind.HEALTH, SweepRig.ENVIRONMENT);
    assertThat(status.running()).isFalse();
    assertThat(status.total()).isEqualTo(305);
    assertThat(status.done()).isEqualTo(305);
    assertThat(status.lastSuccess()).isPresent();
    assertThat(status.nextDue()).contains(status.startedAt().get().plus(SweepRig.EVERY));
  }

  @Test
  void onlyTransitionsAreTold() {
    Sweeper sweeper = sweeper(2);
    sweepOnce(sweeper);
    assertThat(rig.observer.transitions()).isEmpty();

    rig.outage = name -> name.equals("s0001") ? AWAY : Optional.empty();
    sweepOnce(sweeper);
    sweepOnce(sweeper);
    rig.outage = name -> Optional.empty();
    sweepOnce(sweeper);

    assertThat(rig.observer.transitions()).containsExactly("s0001 unhealthy", "s0001 recovered");
    assertThat(rig.health("s0001").history())
        .extracting(Check::verdict)
        .containsExactly(Verdict.PASSED, Verdict.UNREACHABLE, Verdict.UNREACHABLE, Verdict.PASSED);
  }

  @Test
  void oneThatFlapsIsReportedOnceUntilItIsSteady() {
    Sweeper sweeper = sweeper(1);
    for (int i = 0; i < 8; i++) {
      boolean away = i % 2 == 1;
      rig.outage = name -> away ? AWAY : Optional.empty();
      sweepOnce(sweeper);
    }
    assertThat(rig.health("s0000").state()).isEqualTo(HealthState.DEGRADED);
    rig.outage = name -> Optional.empty();
    for (int i = 0; i < 8; i++) {
      sweepOnce(sweeper);
    }

    assertThat(rig.observer.transitions())
        .containsExactly(
            "s0000 unhealthy", "s0000 recovered", "s0000 unhealthy", "s0000 recovered");
  }

  @Test
  void oneThatIsGoneIsForgotten() {
    Sweeper sweeper = sweeper(3);
    sweepOnce(sweeper);
    DataSourceRef gone = new DataSourceRef(SweepRig.ENVIRONMENT, "s0001");
    String id = rig.dataSources.find(gone).orElseThrow().dataSource().id();
    rig.dataSources.delete(SweepRig.ENVIRONMENT, id, Actor.client("test"));

    sweepOnce(sweeper);

    assertThat(health())
        .extracting(each -> each.dataSource().name())
        .containsExactly("s0000", "s0002");
    assertThat(rig.observer.forgotten).containsExactly(gone);
  }

  @Test
  void aRefusedCredentialLeadsToTheDriftCheckOfItsSecretsAtOnce() {
    Sweeper sweeper = sweeper(20);
    rig.rotate("s0007", "good-1");
    rig.outage =
        name ->
            name.equals("s0007") && !rig.held(name).equals("good-1")
                ? Optional.of(new TestResult.Refused("28P01"))
                : Optional.empty();

    sweepOnce(sweeper);

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () ->
                assertThat(rig.rotations())
                    .singleElement()
                    .satisfies(each -> assertThat(each.state()).isEqualTo(Name.COMMITTED)));
    assertThat(rig.metadataCalls).hasValue(1);
    assertThat(rig.held("s0007")).isEqualTo("good-1");
  }

  @Test
  void whatIsParkedGoesOnWhenItsDataSourceAnswers() {
    Sweeper sweeper = sweeper(2);
    Sweeper drift = rig.drift("w1");
    rig.rotate("s0001", "good-1");
    rig.outage = name -> name.equals("s0001") ? AWAY : Optional.empty();
    ask(SweepKind.DRIFT);
    drift.tick();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> rig.rotations().stream().anyMatch(each -> each.state() == Name.PARKED));
    sweepOnce(sweeper);
    assertThat(rig.rotations()).anyMatch(each -> each.state() == Name.PARKED);

    rig.outage = name -> Optional.empty();
    sweepOnce(sweeper);

    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> rig.rotations().stream().allMatch(each -> each.state().isFinal()));
    assertThat(rig.held("s0001")).isEqualTo("good-1");
  }

  @Test
  void theLoadIsSpreadOverItsPartOfTheInterval() {
    rig = new SweepRig(database.database(), 90);
    Sweeper sweeper = rig.health("w1", SweepLeases.ALONE, 0.5);
    ConcurrentLinkedQueue<Instant> times = new ConcurrentLinkedQueue<>();
    rig.onTest = () -> times.add(rig.clock.instant());
    sweeper.tick();
    rig.clock.advance(Duration.ofMinutes(1));
    Instant begin = rig.clock.instant();

    sweeper.tick();

    assertThat(times).hasSize(90);
    for (int minute = 0; minute < 7; minute++) {
      Instant from = begin.plus(Duration.ofMinutes(minute));
      assertThat(times)
          .filteredOn(at -> !at.isBefore(from) && at.isBefore(from.plusSeconds(60)))
          .as("tests in minute " + minute)
          .hasSizeBetween(8, 16);
    }
  }

  @Test
  void oneThatWasAskedForBeginsAtOnceAndIsNotSpread() {
    rig = new SweepRig(database.database(), 90);
    Sweeper sweeper = rig.health("w1", SweepLeases.ALONE, 1);
    Instant begin = rig.clock.instant();

    assertThat(ask(SweepKind.HEALTH)).isFalse();
    assertThat(ask(SweepKind.HEALTH)).isTrue();
    sweeper.tick();

    assertThat(rig.tests).hasValue(90);
    assertThat(rig.clock.instant()).isEqualTo(begin);
    sweeper.tick();
    assertThat(rig.tests).hasValue(90);
  }

  @Test
  void neverMoreAreTestedAtOnceThanIsAllowed() {
    Sweeper sweeper = sweeper(120);
    ConcurrentLinkedQueue<Integer> atOnce = new ConcurrentLinkedQueue<>();
    AtomicInteger now = new AtomicInteger();
    rig.onTest =
        () -> {
          atOnce.add(now.incrementAndGet());
          Thread.yield();
          now.decrementAndGet();
        };

    sweepOnce(sweeper);

    assertThat(atOnce).hasSize(120).allMatch(count -> count <= 4);
  }

  private boolean ask(SweepKind kind) {
    return rig.log("w1").ask(kind, SweepRig.ENVIRONMENT);
  }

  private void sweepOnce(Sweeper sweeper) {
    boolean _ = ask(SweepKind.HEALTH);
    sweeper.tick();
    rig.clock.advance(Duration.ofSeconds(1));
    assertThat(rig.observer.broken).isEmpty();
  }

  private List<SourceHealth> health() {
    return rig.healths()
        .list(
            new HealthLog.Query(
                SweepRig.ENVIRONMENT, Optional.empty(), Optional.empty(), Optional.empty(), 1000));
  }
}
