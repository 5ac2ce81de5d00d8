package dev.rekey.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.KeySwap;
import dev.rekey.rotation.RotationState.Applied;
import dev.rekey.rotation.RotationState.Prepared;
import dev.rekey.rotation.RotationState.Queued;
import dev.rekey.rotation.RotationState.RollingBack;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RotationMachineTest {
  private static final SecretVersion VERSION = new SecretVersion("v2");
  private static final ChangeSet CHANGES =
      new ChangeSet(
          List.of(
              new KeySwap(
                  "PGPASSWORD", Optional.of(Secret.of("old")), Optional.of(Secret.of("new")))));
  private static final TestResult PASSED = new TestResult.Passed("fine");
  private static final TestResult REFUSED = new TestResult.Refused("28P01");
  private static final TestResult AWAY = new TestResult.Unreachable("nobody there");

  private static final Queued QUEUED = new Queued(0, "Queued.");
  private static final Prepared PREPARED = new Prepared(VERSION, CHANGES);
  private static final Applied APPLIED = new Applied(VERSION, CHANGES, 0, "Written.");
  private static final RollingBack ROLLING_BACK = new RollingBack(VERSION, CHANGES, "Refused.");

  private static final List<RotationState> STATES =
      List.of(
          QUEUED,
          PREPARED,
          APPLIED,
          ROLLING_BACK,
          new RotationState.Unchanged(VERSION, "same"),
          new RotationState.Committed(VERSION, List.of("PGPASSWORD"), "fine"),
          new RotationState.RolledBack(VERSION, List.of("PGPASSWORD"), "back"),
          new RotationState.Failed(Optional.empty(), List.of(), "look"));

  private static final List<RotationInput> INPUTS =
      List.of(
          new RotationInput.Planned(VERSION, CHANGES),
          new RotationInput.NothingToDo(VERSION, "same"),
          new RotationInput.Impossible("no such field"),
          new RotationInput.StoreUnavailable("away"),
          new RotationInput.Written(Set.of()),
          new RotationInput.Tested(PASSED),
          new RotationInput.Restored(Set.of(), PASSED),
          new RotationInput.DataSourceGone());

  /** What may occur in which state; everything else is illegal. */
  private static final Map<RotationState.Name, Set<Class<?>>> LEGAL =
      Map.of(
          RotationState.Name.QUEUED,
          Set.of(
              RotationInput.Planned.class,
              RotationInput.NothingToDo.class,
              RotationInput.Impossible.class,
              RotationInput.StoreUnavailable.class,
              RotationInput.DataSourceGone.class),
          RotationState.Name.PREPARED,
          Set.of(RotationInput.Written.class, RotationInput.DataSourceGone.class),
          RotationState.Name.APPLIED,
          Set.of(RotationInput.Tested.class, RotationInput.DataSourceGone.class),
          RotationState.Name.ROLLING_BACK,
          Set.of(RotationInput.Restored.class, RotationInput.DataSourceGone.class));

  private final RotationMachine machine = new RotationMachine(3);

  static Stream<Arguments> illegal() {
    List<Arguments> rows = new ArrayList<>();
    for (RotationState state : STATES) {
      for (RotationInput input : INPUTS) {
        if (!LEGAL.getOrDefault(state.name(), Set.of()).contains(input.getClass())) {
          rows.add(Arguments.of(state, input));
        }
      }
    }
    return rows.stream();
  }

  @ParameterizedTest
  @MethodSource("illegal")
  void whatCannotOccurIsRefused(RotationState state, RotationInput input) {
    assertThatThrownBy(() -> machine.step(state, input))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(state.name().name());
  }

  @Test
  void allButTheLegalMovesAreIllegal() {
    assertThat(illegal()).hasSize(STATES.size() * INPUTS.size() - 5 - 2 - 2 - 2);
  }

  @Test
  void aPlanIsPreparedWithItsValues() {
    RotationState next = machine.step(QUEUED, new RotationInput.Planned(VERSION, CHANGES));

    assertThat(next).isEqualTo(PREPARED);
    assertThat(machine.command(next)).contains(new RotationCommand.Write(CHANGES));
  }

  @Test
  void nothingToDoEndsUnchanged() {
    RotationState next = machine.step(QUEUED, new RotationInput.NothingToDo(VERSION, "same"));

    assertThat(next).isEqualTo(new RotationState.Unchanged(VERSION, "same"));
    assertThat(machine.command(next)).isEmpty();
  }

  @Test
  void aSecretStoreThatIsAwayIsAskedAgain() {
    RotationState next = machine.step(QUEUED, new RotationInput.StoreUnavailable("away"));

    assertThat(machine.command(next)).contains(new RotationCommand.Plan(1));
  }

  @Test
  void aPlanThatIsImpossibleFailsWithItsReason() {
    RotationState next = machine.step(QUEUED, new RotationInput.Impossible("no such field"));

    assertThat(next.name()).isEqualTo(RotationState.Name.FAILED);
    assertThat(next.detail()).isEqualTo("no such field");
  }

  @Test
  void whatIsWrittenIsTested() {
    RotationState next = machine.step(PREPARED, new RotationInput.Written(Set.of()));

    assertThat(next.name()).isEqualTo(RotationState.Name.APPLIED);
    assertThat(machine.command(next)).contains(new RotationCommand.Test(0));
  }

  @Test
  void anEditBeforeTheWriteFailsNamingTheKey() {
    RotationState next = machine.step(PREPARED, new RotationInput.Written(Set.of("PGPASSWORD")));

    assertThat(next.name()).isEqualTo(RotationState.Name.FAILED);
    assertThat(next.detail()).contains("PGPASSWORD").contains("nothing was written");
  }

  @Test
  void aPassedTestCommits() {
    RotationState next = machine.step(APPLIED, new RotationInput.Tested(PASSED));

    assertThat(next).isEqualTo(new RotationState.Committed(VERSION, List.of("PGPASSWORD"), "fine"));
  }

  static Stream<TestResult> verdicts() {
    return Stream.of(
        REFUSED,
        new TestResult.NotPermitted("42501"),
        new TestResult.Misconfigured("PGDATABASE", "3D000"),
        new TestResult.Unsupported("no connector"));
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void aVerdictAgainstTheNewValuesRollsBackAtOnce(TestResult verdict) {
    RotationState next = machine.step(APPLIED, new RotationInput.Tested(verdict));

    assertThat(next).isEqualTo(new RollingBack(VERSION, CHANGES, verdict.message()));
    assertThat(machine.command(next)).contains(new RotationCommand.Restore(CHANGES));
  }

  @Test
  void anOutageIsNoVerdictUntilItLasts() {
    RotationState once = machine.step(APPLIED, new RotationInput.Tested(AWAY));
    RotationState twice = machine.step(once, new RotationInput.Tested(AWAY));
    RotationState thrice = machine.step(twice, new RotationInput.Tested(AWAY));

    assertThat(machine.command(once)).contains(new RotationCommand.Test(1));
    assertThat(machine.command(twice)).contains(new RotationCommand.Test(2));
    assertThat(thrice.name()).isEqualTo(RotationState.Name.ROLLING_BACK);
  }

  @Test
  void aRollbackSaysWhyAndThatThePreviousValuesWork() {
    RotationState next = machine.step(ROLLING_BACK, new RotationInput.Restored(Set.of(), PASSED));

    assertThat(next.name()).isEqualTo(RotationState.Name.ROLLED_BACK);
    assertThat(next.detail()).startsWith("Refused.").contains("pass the test");
  }

  @Test
  void aRollbackSaysWhenThePreviousValuesDoNotWorkEither() {
    RotationState next = machine.step(ROLLING_BACK, new RotationInput.Restored(Set.of(), REFUSED));

    assertThat(next.name()).isEqualTo(RotationState.Name.ROLLED_BACK);
    assertThat(next.detail()).contains("do not pass").contains("28P01");
  }

  @Test
  void aKeyThatSomeoneElseChangedFailsTheRollbackByName() {
    RotationState next =
        machine.step(ROLLING_BACK, new RotationInput.Restored(Set.of("PGUSER"), PASSED));

    assertThat(next.name()).isEqualTo(RotationState.Name.FAILED);
    assertThat(next.detail()).contains("PGUSER");
  }

  @ParameterizedTest
  @MethodSource("openStates")
  void aDataSourceThatIsGoneFails(RotationState state) {
    RotationState next = machine.step(state, new RotationInput.DataSourceGone());

    assertThat(next.name()).isEqualTo(RotationState.Name.FAILED);
    assertThat(next.detail()).contains("create it again");
  }

  static Stream<RotationState> openStates() {
    return STATES.stream().filter(state -> !state.name().isFinal());
  }
}
