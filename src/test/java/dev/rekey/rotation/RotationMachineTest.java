package dev.rekey.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.KeySwap;
import dev.rekey.datasource.Kind;
import dev.rekey.rotation.RotationState.Applied;
import dev.rekey.rotation.RotationState.Fetched;
import dev.rekey.rotation.RotationState.Name;
import dev.rekey.rotation.RotationState.Parked;
import dev.rekey.rotation.RotationState.Prepared;
import dev.rekey.rotation.RotationState.Queued;
import dev.rekey.rotation.RotationState.RollingBack;
import dev.rekey.rotation.RotationState.Verifying;
import dev.rekey.rotation.Terms.OnFailure;
import dev.rekey.rotation.Terms.PreviousRefused;
import dev.rekey.rotation.Terms.PreviousWorks;
import dev.rekey.rotation.Terms.Unreachable;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretVersion;
import java.time.Duration;
import java.time.Instant;
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
  private static final int TEST_ATTEMPTS = 3;
  private static final ChangeSet CHANGES =
      new ChangeSet(
          List.of(
              new KeySwap(
                  "PGPASSWORD", Optional.of(Secret.of("old")), Optional.of(Secret.of("new")))));
  private static final Candidate CANDIDATE =
      new Candidate(new SecretVersion("v2"), Optional.of(Kind.POSTGRESQL), CHANGES);
  private static final Carried CARRIED = CANDIDATE.carried();
  private static final TestResult PASSED = new TestResult.Passed("fine");
  private static final TestResult REFUSED = new TestResult.Refused("28P01");
  private static final TestResult AWAY = new TestResult.Unreachable("nobody there");

  private static final Terms AT_ONCE = terms(Duration.ZERO, OnFailure.DEFAULT);
  private static final Terms PREFLIGHT = new Terms(Duration.ZERO, true, OnFailure.DEFAULT);

  private static final Hold HOLD = new Hold("a release.", Instant.parse("2026-12-24T06:00:00Z"));
  private static final Queued QUEUED = new Queued(0, "Queued.");
  private static final Fetched FETCHED = new Fetched(CANDIDATE, Tries.NONE, "Fetched.");
  private static final Prepared PREPARED = new Prepared(CANDIDATE, "Journalled.");
  private static final Applied APPLIED = new Applied(CANDIDATE, "Written.");
  private static final Verifying VERIFYING = new Verifying(CANDIDATE, Tries.NONE, false, "No.");
  private static final Verifying DOUBTED = new Verifying(CANDIDATE, Tries.NONE, true, "28P01");
  private static final RollingBack ROLLING_BACK = new RollingBack(CANDIDATE, false, "Refused.");
  private static final Parked PARKED = new Parked(CARRIED, 0, "Away.");

  private static final List<RotationState> STATES =
      List.of(
          QUEUED,
          FETCHED,
          PREPARED,
          APPLIED,
          VERIFYING,
          DOUBTED,
          ROLLING_BACK,
          PARKED,
          new RotationState.Unchanged(CARRIED, "same"),
          new RotationState.Committed(CARRIED, "fine"),
          new RotationState.Rejected(CARRIED, "no"),
          new RotationState.RolledBack(CARRIED, "back"),
          new RotationState.Superseded(Optional.of(CARRIED), "news"),
          new RotationState.Failed(Optional.empty(), "look"));

  private static final List<RotationInput> INPUTS =
      List.of(
          new RotationInput.Planned(CANDIDATE),
          new RotationInput.NothingToDo(CARRIED, "same"),
          new RotationInput.Impossible("no such field"),
          new RotationInput.StoreUnavailable("away"),
          new RotationInput.Written(Set.of()),
          new RotationInput.Tested(PASSED, Set.of()),
          new RotationInput.Probed(PASSED),
          new RotationInput.Restored(Set.of(), PASSED),
          new RotationInput.DataSourceGone(),
          new RotationInput.Outdated());

  /** What may occur in which state; everything else is illegal. */
  private static final Map<RotationState, Set<Class<?>>> LEGAL =
      Map.of(
          QUEUED,
          Set.of(
              RotationInput.Planned.class,
              RotationInput.NothingToDo.class,
              RotationInput.Impossible.class,
              RotationInput.StoreUnavailable.class,
              RotationInput.DataSourceGone.class),
          FETCHED,
          Set.of(
              RotationInput.Tested.class,
              RotationInput.Outdated.class,
              RotationInput.DataSourceGone.class),
          PREPARED,
          Set.of(
              RotationInput.Written.class,
              RotationInput.Outdated.class,
              RotationInput.DataSourceGone.class),
          APPLIED,
          Set.of(RotationInput.Tested.class, RotationInput.DataSourceGone.class),
          VERIFYING,
          Set.of(RotationInput.Tested.class, RotationInput.DataSourceGone.class),
          DOUBTED,
          Set.of(RotationInput.Probed.class, RotationInput.DataSourceGone.class),
          ROLLING_BACK,
          Set.of(RotationInput.Restored.class, RotationInput.DataSourceGone.class),
          PARKED,
          Set.of(RotationInput.Tested.class, RotationInput.DataSourceGone.class));

  private final RotationMachine machine = new RotationMachine(TEST_ATTEMPTS);

  static Stream<Arguments> illegal() {
    List<Arguments> rows = new ArrayList<>();
    for (RotationState state : STATES) {
      for (RotationInput input : INPUTS) {
        if (!LEGAL.getOrDefault(state, Set.of()).contains(input.getClass())) {
          rows.add(Arguments.of(state, input));
        }
      }
    }
    return rows.stream();
  }

  @ParameterizedTest
  @MethodSource("illegal")
  void whatCannotOccurIsRefused(RotationState state, RotationInput input) {
    assertThatThrownBy(() -> machine.step(state, input, AT_ONCE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(state.name().name());
  }

  @Test
  void everyStateAndEveryInputIsInTheTable() {
    assertThat(STATES).extracting(RotationState::name).contains(Name.values());
    assertThat(INPUTS)
        .extracting(Object::getClass)
        .hasSameSizeAs(RotationInput.class.getPermittedSubclasses());
  }

  static Stream<Arguments> legal() {
    return INPUTS.stream()
        .flatMap(
            input ->
                LEGAL.entrySet().stream()
                    .filter(entry -> entry.getValue().contains(input.getClass()))
                    .map(entry -> Arguments.of(entry.getKey(), input)));
  }

  @ParameterizedTest
  @MethodSource("legal")
  void everyLegalMoveLeadsOnToACommandOrToTheEnd(RotationState state, RotationInput input) {
    RotationState next = machine.step(state, input, AT_ONCE);

    boolean leads =
        machine.command(next, AT_ONCE).isPresent() || machine.onward(next, AT_ONCE).isPresent();
    assertThat(leads).isNotEqualTo(next.name().isFinal());
  }

  @Test
  void aPlanIsPreparedWithItsValuesAndThenWritten() {
    RotationState fetched = machine.step(QUEUED, new RotationInput.Planned(CANDIDATE), AT_ONCE);

    RotationState next = machine.onward(fetched, AT_ONCE).orElseThrow();

    assertThat(fetched.name()).isEqualTo(Name.FETCHED);
    assertThat(next.name()).isEqualTo(Name.PREPARED);
    assertThat(machine.command(next, AT_ONCE)).contains(new RotationCommand.Write(CHANGES));
  }

  @Test
  void withAPreflightThePlanIsTestedFirst() {
    RotationState fetched = machine.step(QUEUED, new RotationInput.Planned(CANDIDATE), PREFLIGHT);

    assertThat(machine.onward(fetched, PREFLIGHT)).isEmpty();
    assertThat(machine.command(fetched, PREFLIGHT))
        .contains(new RotationCommand.Preflight(CANDIDATE, Duration.ZERO));
    assertThat(step(fetched, PASSED, PREFLIGHT).name()).isEqualTo(Name.PREPARED);
    assertThat(step(fetched, REFUSED, PREFLIGHT))
        .isEqualTo(new RotationState.Rejected(CARRIED, "28P01"));
  }

  @Test
  void anOutageDuringThePreflightParksWhenItLasts() {
    RotationState once = step(FETCHED, AWAY, PREFLIGHT);
    RotationState twice = step(once, AWAY, PREFLIGHT);

    RotationState thrice = step(twice, AWAY, PREFLIGHT);

    assertThat(twice.name()).isEqualTo(Name.FETCHED);
    assertThat(thrice.name()).isEqualTo(Name.PARKED);
    assertThat(thrice.detail()).contains("Nothing was written");
  }

  @Test
  void nothingToDoEndsUnchanged() {
    RotationState next =
        machine.step(QUEUED, new RotationInput.NothingToDo(CARRIED, "same"), AT_ONCE);

    assertThat(next).isEqualTo(new RotationState.Unchanged(CARRIED, "same"));
  }

  @Test
  void aSecretStoreThatIsAwayIsAskedAgainLaterAndLater() {
    RotationState once = machine.step(QUEUED, new RotationInput.StoreUnavailable("away"), AT_ONCE);
    RotationState twice = machine.step(once, new RotationInput.StoreUnavailable("away"), AT_ONCE);

    assertThat(machine.command(once, AT_ONCE))
        .contains(new RotationCommand.Plan(Duration.ofSeconds(1)));
    assertThat(machine.command(twice, AT_ONCE))
        .contains(new RotationCommand.Plan(Duration.ofSeconds(2)));
  }

  @Test
  void aPlanThatIsImpossibleFailsWithItsReason() {
    RotationState next =
        machine.step(QUEUED, new RotationInput.Impossible("no such field"), AT_ONCE);

    assertThat(next).isEqualTo(new RotationState.Failed(Optional.empty(), "no such field"));
  }

  @Test
  void newsBeforeAnythingIsWrittenSupersede() {
    assertThat(machine.step(FETCHED, new RotationInput.Outdated(), AT_ONCE).name())
        .isEqualTo(Name.SUPERSEDED);
    assertThat(machine.step(PREPARED, new RotationInput.Outdated(), AT_ONCE).name())
        .isEqualTo(Name.SUPERSEDED);
  }

  @Test
  void whatIsWrittenIsTestedAtOnce() {
    RotationState next = machine.step(PREPARED, new RotationInput.Written(Set.of()), AT_ONCE);

    assertThat(next.name()).isEqualTo(Name.APPLIED);
    assertThat(machine.command(next, AT_ONCE))
        .contains(new RotationCommand.Verify(CHANGES, Duration.ZERO));
  }

  @Test
  void anEditBeforeTheWriteFailsNamingTheKey() {
    RotationState next =
        machine.step(PREPARED, new RotationInput.Written(Set.of("PGPASSWORD")), AT_ONCE);

    assertThat(next.name()).isEqualTo(Name.FAILED);
    assertThat(next.detail()).contains("PGPASSWORD").contains("nothing was written");
  }

  @Test
  void aPassedTestCommits() {
    assertThat(step(APPLIED, PASSED, AT_ONCE))
        .isEqualTo(new RotationState.Committed(CARRIED, "fine"));
  }

  @Test
  void anEditAfterTheWriteWinsAndIsNamed() {
    RotationState next =
        machine.step(APPLIED, new RotationInput.Tested(PASSED, Set.of("PGPASSWORD")), AT_ONCE);

    assertThat(next.name()).isEqualTo(Name.SUPERSEDED);
    assertThat(next.detail()).contains("PGPASSWORD").contains("that value stays");
  }

  @Test
  void aRefusalInsideTheWindowIsTriedAgainUntilTheWindowIsOver() {
    Terms terms = terms(Duration.ofSeconds(10), OnFailure.DEFAULT);
    List<Duration> waits = new ArrayList<>();
    RotationState state = step(APPLIED, REFUSED, terms);

    while (machine.command(state, terms).orElseThrow() instanceof RotationCommand.Verify verify) {
      waits.add(verify.after());
      state = step(state, REFUSED, terms);
    }

    assertThat(waits)
        .containsExactly(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(3));
    assertThat(machine.command(state, terms))
        .contains(new RotationCommand.Probe(CHANGES, Duration.ZERO));
  }

  @Test
  void aCredentialThatSettlesInsideTheWindowIsCommitted() {
    Terms terms = terms(Duration.ofSeconds(10), OnFailure.DEFAULT);

    RotationState next = step(step(APPLIED, REFUSED, terms), PASSED, terms);

    assertThat(next.name()).isEqualTo(Name.COMMITTED);
  }

  @Test
  void anOutageIsNoRefusalAndUsesUpNothingOfTheWindow() {
    Terms terms = terms(Duration.ofSeconds(1), OnFailure.DEFAULT);

    RotationState away = step(step(APPLIED, AWAY, terms), AWAY, terms);
    RotationState refused = step(away, REFUSED, terms);

    assertThat(away.name()).isEqualTo(Name.VERIFYING);
    assertThat(machine.command(refused, terms))
        .contains(new RotationCommand.Verify(CHANGES, Duration.ofSeconds(1)));
  }

  static Stream<Arguments> truth() {
    OnFailure keep = new OnFailure(PreviousWorks.KEEP, PreviousRefused.ROLL_BACK, Unreachable.KEEP);
    OnFailure rollBack =
        new OnFailure(PreviousWorks.ROLL_BACK, PreviousRefused.KEEP, Unreachable.ROLL_BACK);
    return Stream.of(
        Arguments.of(PASSED, OnFailure.DEFAULT, new RollingBack(CANDIDATE, false, "28P01.")),
        Arguments.of(PASSED, keep, null),
        Arguments.of(REFUSED, OnFailure.DEFAULT, null),
        Arguments.of(REFUSED, keep, new RollingBack(CANDIDATE, false, "28P01.")),
        Arguments.of(
            new TestResult.NotPermitted("42501"),
            OnFailure.DEFAULT,
            new RollingBack(CANDIDATE, false, "28P01.")),
        Arguments.of(
            AWAY,
            OnFailure.DEFAULT,
            new RollingBack(CANDIDATE, true, "28P01. Then: nobody there.")),
        Arguments.of(
            AWAY, rollBack, new RollingBack(CANDIDATE, false, "28P01. Then: nobody there.")),
        Arguments.of(AWAY, keep, null));
  }

  @ParameterizedTest
  @MethodSource("truth")
  void whatThePreviousValuesSayDecides(
      TestResult previous, OnFailure onFailure, RotationState expected) {
    Terms terms = terms(Duration.ZERO, onFailure);
    RotationState next = DOUBTED;

    while (next instanceof Verifying verifying) {
      next = machine.step(verifying, new RotationInput.Probed(previous), terms);
    }

    if (expected == null) {
      assertThat(next.name()).isEqualTo(Name.FAILED);
      assertThat(next.detail()).contains("left in place");
    } else {
      assertThat(next).isEqualTo(expected);
    }
  }

  @Test
  void whenBothAreRefusedTheFailureNamesBothFacts() {
    RotationState next =
        machine.step(
            DOUBTED,
            new RotationInput.Probed(new TestResult.Refused("the old one is gone")),
            AT_ONCE);

    assertThat(next.detail()).contains("28P01").contains("the old one is gone");
    assertThat(next.keys()).containsExactly("PGPASSWORD");
  }

  @Test
  void whatIsMisconfiguredIsNotTriedAgainButThePreviousValuesAreAsked() {
    RotationState next =
        step(
            APPLIED,
            new TestResult.Misconfigured("PGDATABASE", "3D000"),
            terms(Duration.ofMinutes(1), OnFailure.DEFAULT));

    assertThat(machine.command(next, AT_ONCE))
        .contains(new RotationCommand.Probe(CHANGES, Duration.ZERO));
  }

  @Test
  void aKindThatCannotBeTestedIsRolledBackAtOnce() {
    RotationState next = step(APPLIED, new TestResult.Unsupported("no connector"), AT_ONCE);

    assertThat(next).isEqualTo(new RollingBack(CANDIDATE, false, "no connector."));
  }

  static Stream<Arguments> outages() {
    return Stream.of(
        Arguments.of(Unreachable.PARK, new RollingBack(CANDIDATE, true, "nobody there.")),
        Arguments.of(Unreachable.ROLL_BACK, new RollingBack(CANDIDATE, false, "nobody there.")));
  }

  @ParameterizedTest
  @MethodSource("outages")
  void anOutageCountsWhenItLasts(Unreachable unreachable, RotationState expected) {
    Terms terms =
        terms(
            Duration.ZERO,
            new OnFailure(PreviousWorks.ROLL_BACK, PreviousRefused.KEEP, unreachable));
    RotationState once = step(APPLIED, AWAY, terms);
    RotationState twice = step(once, AWAY, terms);

    RotationState thrice = step(twice, AWAY, terms);

    assertThat(machine.command(once, terms))
        .contains(new RotationCommand.Verify(CHANGES, Duration.ofSeconds(1)));
    assertThat(machine.command(twice, terms))
        .contains(new RotationCommand.Verify(CHANGES, Duration.ofSeconds(2)));
    assertThat(thrice).isEqualTo(expected);
  }

  @Test
  void anOutageThatLastsCanKeepTheNewValues() {
    Terms terms =
        terms(
            Duration.ZERO,
            new OnFailure(PreviousWorks.ROLL_BACK, PreviousRefused.KEEP, Unreachable.KEEP));

    RotationState next = step(step(step(APPLIED, AWAY, terms), AWAY, terms), AWAY, terms);

    assertThat(next.name()).isEqualTo(Name.FAILED);
    assertThat(next.detail()).contains("nobody there").contains("test the data source");
  }

  @Test
  void aRollbackSaysWhyAndThatThePreviousValuesWork() {
    RotationState next =
        machine.step(ROLLING_BACK, new RotationInput.Restored(Set.of(), PASSED), AT_ONCE);

    assertThat(next.name()).isEqualTo(Name.ROLLED_BACK);
    assertThat(next.detail()).startsWith("Refused.").contains("pass the test");
  }

  @Test
  void aRollbackSaysWhenThePreviousValuesDoNotWorkEither() {
    RotationState next =
        machine.step(ROLLING_BACK, new RotationInput.Restored(Set.of(), REFUSED), AT_ONCE);

    assertThat(next.name()).isEqualTo(Name.ROLLED_BACK);
    assertThat(next.detail()).contains("do not pass").contains("28P01");
  }

  @Test
  void aRollbackForAnOutageParks() {
    RotationState next =
        machine.step(
            new RollingBack(CANDIDATE, true, "Away."),
            new RotationInput.Restored(Set.of(), AWAY),
            AT_ONCE);

    assertThat(next.name()).isEqualTo(Name.PARKED);
    assertThat(next.detail()).contains("Away.").contains("The previous values are back");
  }

  @Test
  void aKeyThatSomeoneElseChangedFailsTheRollbackByName() {
    RotationState next =
        machine.step(ROLLING_BACK, new RotationInput.Restored(Set.of("PGUSER"), PASSED), AT_ONCE);

    assertThat(next.name()).isEqualTo(Name.FAILED);
    assertThat(next.detail()).contains("PGUSER");
  }

  @Test
  void whatIsParkedWaitsLongerEachTimeAndIsPlannedAnewWhenItAnswers() {
    Parked again = (Parked) step(PARKED, AWAY, AT_ONCE);

    assertThat(machine.pause(again)).isGreaterThan(machine.pause(PARKED));
    assertThat(machine.pause(new Parked(CARRIED, 1000, "Away."))).isEqualTo(Duration.ofMinutes(5));
    assertThat(step(again, PASSED, AT_ONCE).name()).isEqualTo(Name.QUEUED);
    assertThat(step(again, REFUSED, AT_ONCE).name()).isEqualTo(Name.QUEUED);
  }

  @ParameterizedTest
  @MethodSource("openStates")
  void aDataSourceThatIsGoneFails(RotationState state) {
    RotationState next = machine.step(state, new RotationInput.DataSourceGone(), AT_ONCE);

    assertThat(next.name()).isEqualTo(Name.FAILED);
    assertThat(next.detail()).contains("create it again");
  }

  static Stream<RotationState> openStates() {
    return STATES.stream().filter(state -> !state.name().isFinal());
  }

  private RotationState step(RotationState state, TestResult result, Terms terms) {
    return machine.step(state, new RotationInput.Tested(result, Set.of()), terms);
  }

  @Test
  void whatMustNotBeginWaitsAndHoldsNoValuesMeanwhile() {
    for (RotationState begun : List.of(QUEUED, FETCHED)) {
      RotationState waiting = machine.onward(begun, AT_ONCE.held(Optional.of(HOLD))).orElseThrow();

      assertThat(waiting)
          .isEqualTo(
              new Queued(
                  0, "Waits until 2026-12-24T06:00:00Z: a release.", Optional.of(HOLD.until())));
      assertThat(waiting.rests()).isTrue();
      assertThat(machine.onward(waiting, AT_ONCE.held(Optional.of(HOLD)))).isEmpty();
      assertThat(machine.command(waiting, AT_ONCE.held(Optional.of(HOLD)))).isEmpty();
    }
  }

  @Test
  void whatMayHaveWrittenIsNeverHeldUp() {
    Terms held = AT_ONCE.held(Optional.of(HOLD));
    for (RotationState state : STATES) {
      if (!Set.of(QUEUED, FETCHED).contains(state)) {
        assertThat(machine.onward(state, held)).isEqualTo(machine.onward(state, AT_ONCE));
        assertThat(machine.command(state, held)).isEqualTo(machine.command(state, AT_ONCE));
      }
    }
  }

  private static Terms terms(Duration settleWindow, OnFailure onFailure) {
    return new Terms(settleWindow, false, onFailure);
  }
}
