package dev.rekey.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekey.connector.TestResult;
import dev.rekey.rotation.RotationCause;
import dev.rekey.rotation.RotationRecord;
import dev.rekey.rotation.RotationState.Name;
import dev.rekey.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Drift sweeps, when no event ever came. */
class DriftSweepTest {
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

  @Test
  void fiveHundredRotatedSecretsConvergeInOneSweepByOneMetadataCallEach() {
    Sweeper sweeper = sweeper(500);
    settleAll(sweeper);
    rig.metadataCalls.set(0);
    rig.fetches.set(0);
    names(500).forEach(name -> rig.rotate(name, "good-1"));

    sweepOnce(sweeper);

    List<RotationRecord> ended = ended(1000);
    assertThat(rig.metadataCalls).hasValue(500);
    assertThat(rig.fetches).hasValue(500);
    assertThat(ended.subList(0, 500))
        .allSatisfy(
            each -> {
              assertThat(each.state()).isEqualTo(Name.COMMITTED);
              assertThat(each.cause()).isEqualTo(RotationCause.DRIFT);
            });
    assertThat(names(500)).allMatch(name -> rig.held(name).equals("good-1"));
  }

  @Test
  void whatHasNotChangedIsLeftAlone() {
    Sweeper sweeper = sweeper(20);
    settleAll(sweeper);

    sweepOnce(sweeper);

    assertThat(rig.rotations()).hasSize(20);
    assertThat(rig.metadataCalls).hasValue(40);
    assertThat(rig.fetches).hasValue(20);
  }

  @Test
  void aVersionThatWasRolledBackIsNotTriedAgainAndANewerOneIs() {
    Sweeper sweeper = sweeper(1);
    settleAll(sweeper);
    rig.rotate("s0000", "bad");
    sweepOnce(sweeper);
    assertThat(ended(2).getFirst().state()).isEqualTo(Name.ROLLED_BACK);

    sweepOnce(sweeper);
    assertThat(rig.rotations()).hasSize(2);
    rig.rotate("s0000", "good-2");
    sweepOnce(sweeper);

    assertThat(ended(3).getFirst().state()).isEqualTo(Name.COMMITTED);
    assertThat(rig.held("s0000")).isEqualTo("good-2");
  }

  @Test
  void whatNeedsAPersonIsLeftToThePerson() {
    Sweeper sweeper = sweeper(1);
    settleAll(sweeper);
    rig.rotate("s0000", "bad");
    rig.outage = name -> Optional.of(new TestResult.Refused("28P01"));
    sweepOnce(sweeper);
    assertThat(ended(2).getFirst().state()).isEqualTo(Name.FAILED);

    sweepOnce(sweeper);

    assertThat(rig.rotations()).hasSize(2);
  }

  private Sweeper sweeper(int sources) {
    rig = new SweepRig(database.database(), sources);
    return rig.drift("w1");
  }

  /** Lets every binding come to an end with what its data source holds. */
  private void settleAll(Sweeper sweeper) {
    int sources = rig.dataSources.list(SweepRig.ENVIRONMENT).size();
    sweepOnce(sweeper);
    assertThat(ended(sources)).allMatch(each -> each.state() == Name.UNCHANGED);
  }

  private void sweepOnce(Sweeper sweeper) {
    boolean _ = rig.log("w1").ask(SweepKind.DRIFT, SweepRig.ENVIRONMENT);
    sweeper.tick();
    assertThat(rig.observer.broken).isEmpty();
  }

  private List<RotationRecord> ended(int count) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> rig.rotations().stream().filter(each -> each.state().isFinal()).count() == count);
    return rig.rotations();
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj("s%04d"::formatted).toList();
  }
}
