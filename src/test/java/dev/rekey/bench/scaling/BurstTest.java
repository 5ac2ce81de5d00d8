package dev.rekey.bench.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BurstTest {
  private static final MeasuredFigures MEASURED = MeasuredFigures.MEASURED;
  private static final Duration NEAR = Duration.ofMillis(5);
  private static final int ROTATIONS = 4_000;
  private static final int PARTITIONS = 48;

  @Test
  void oneWorkerDoesWhatWasMeasured() {
    Drain drain = drain(MEASURED, near(1));

    assertThat(drain.perSecond()).isCloseTo(MEASURED.burst(), withinPercentage(5));
  }

  @Test
  void twoWorkersOnTheSameCoresDoNoMore() {
    Drain drain = drain(MEASURED, near(2).onMachines(1));

    assertThat(drain.perSecond()).isCloseTo(MEASURED.burst(), withinPercentage(5));
  }

  @Test
  void journalAloneDoesWhatWasMeasured() {
    MeasuredFigures journal = MEASURED.withoutCores();

    assertThat(drain(journal, unpaced(1)).perSecond())
        .isCloseTo(MEASURED.journal(), withinPercentage(5));
    assertThat(drain(journal, unpaced(2)).perSecond())
        .isCloseTo(MEASURED.journal(), withinPercentage(5));
  }

  @Test
  void journalOnSqliteAloneDoesWhatWasMeasured() {
    MeasuredFigures sqlite = MEASURED.withoutCores().withJournal(MEASURED.journalOnSqlite());

    assertThat(drain(sqlite, unpaced(1)).perSecond())
        .isCloseTo(MEASURED.journalOnSqlite(), withinPercentage(5));
  }

  @Test
  void everyRotationEndsOnceAndIsFetchedOnceAndCommittedAsOften() {
    Drain drain = drain(MEASURED, near(7));

    assertThat(drain.ended()).hasSize(ROTATIONS).containsOnly(1);
    assertThat(drain.fetches()).isEqualTo(ROTATIONS);
    assertThat(drain.commits()).isEqualTo((long) ROTATIONS * MEASURED.commits());
  }

  @Test
  void sameSeedHasTheSameResult() {
    assertThat(Burst.of(MEASURED, near(3), ROTATIONS, 7))
        .isEqualTo(Burst.of(MEASURED, near(3), ROTATIONS, 7))
        .isNotEqualTo(Burst.of(MEASURED, near(3), ROTATIONS, 8));
  }

  @Test
  void moreWorkersAreNeverSlowerUntilTheJournalIsTheLimit() {
    double before = 0;
    for (int workers = 1; workers <= PARTITIONS; workers *= 2) {
      Drain drain = drain(MEASURED, near(workers));
      if (drain.limit() == Limit.JOURNAL) {
        assertThat(drain.perSecond()).isGreaterThan(0.95 * MEASURED.journal());
        return;
      }
      assertThat(drain.perSecond()).isGreaterThan(before);
      before = drain.perSecond();
    }
    throw new AssertionError("the journal was never the limit");
  }

  @Test
  void leasesOfManyWorkersCostCommits() {
    Drain few = drain(MEASURED, near(10));
    Drain many = drain(MEASURED, near(1_000));

    assertThat(few.limit()).isEqualTo(Limit.JOURNAL);
    assertThat(many.limit()).isEqualTo(Limit.JOURNAL);
    assertThat(many.perSecond()).isLessThan(few.perSecond());
  }

  @Test
  void longerBurstIsMoreOfTheSame() {
    Deployment deployment = Scene.AWS.with(10);
    Drain part = Burst.of(MEASURED, deployment, BurstTables.LONG, 1);
    Drain whole = Burst.of(MEASURED, deployment, 4 * BurstTables.LONG, 1);

    assertThat(part.secondsFor(4 * BurstTables.LONG))
        .isCloseTo(whole.seconds(), withinPercentage(5));
  }

  @Test
  void namesTheLimit() {
    assertThat(drain(MEASURED, near(1)).limit()).isEqualTo(Limit.CORES);
    assertThat(drain(MEASURED, near(100).withPartitions(1)).limit()).isEqualTo(Limit.PARTITIONS);
    assertThat(drain(MEASURED, near(100)).limit()).isEqualTo(Limit.JOURNAL);
    assertThat(drain(MEASURED, Scene.AWS.with(1)).limit()).isEqualTo(Limit.TESTS);
    assertThat(drain(MEASURED, Deployment.of(1, Store.AWS, NEAR)).limit()).isEqualTo(Limit.PACE);
    assertThat(drain(MEASURED, Deployment.of(100, Store.GOOGLE, NEAR)).limit())
        .isEqualTo(Limit.QUOTA);
  }

  @Test
  void sweepTakesFromTheWorkerThatHasIt() {
    Drain alone = drain(MEASURED, near(1));
    Drain sweeping = drain(MEASURED, near(1).sweeping(1_000_000));

    assertThat(sweeping.perSecond()).isLessThan(alone.perSecond());
  }

  private static Drain drain(MeasuredFigures figures, Deployment deployment) {
    return Burst.of(figures, deployment, ROTATIONS, 1);
  }

  private static Deployment near(int workers) {
    return Deployment.of(workers, Store.UNPACED, NEAR)
        .withPartitions(Math.max(PARTITIONS, workers));
  }

  private static Deployment unpaced(int workers) {
    return Deployment.of(workers, Store.UNPACED, Duration.ZERO);
  }
}
