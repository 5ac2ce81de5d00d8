package dev.rekey.rotation;

import static dev.rekey.rotation.Rotations.binding;
import static dev.rekey.rotation.Rotations.candidate;
import static dev.rekey.rotation.Rotations.carried;
import static dev.rekey.rotation.Rotations.event;
import static dev.rekey.rotation.Rotations.request;
import static dev.rekey.rotation.Rotations.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.rekey.event.Attributes;
import dev.rekey.event.Delivery;
import dev.rekey.event.RotationEvent;
import dev.rekey.event.TraceParent;
import dev.rekey.rotation.Journal.Appended;
import dev.rekey.rotation.Journal.Quarantined;
import dev.rekey.rotation.Journal.Recorded;
import dev.rekey.rotation.Journal.Request;
import dev.rekey.rotation.Journal.Standing;
import dev.rekey.rotation.RotationState.Applied;
import dev.rekey.rotation.RotationState.Committed;
import dev.rekey.rotation.RotationState.Failed;
import dev.rekey.rotation.RotationState.Fetched;
import dev.rekey.rotation.RotationState.Parked;
import dev.rekey.rotation.RotationState.Prepared;
import dev.rekey.rotation.RotationState.Queued;
import dev.rekey.rotation.RotationState.Rejected;
import dev.rekey.rotation.RotationState.RolledBack;
import dev.rekey.rotation.RotationState.RollingBack;
import dev.rekey.rotation.RotationState.Superseded;
import dev.rekey.rotation.RotationState.Unchanged;
import dev.rekey.rotation.RotationState.Verifying;
import dev.rekey.secret.SecretRef;
import dev.rekey.testing.Concurrently;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every journal does when rotations are written. */
public abstract class JournalContract {
  private Journal journal;

  /** An empty journal. */
  protected abstract Journal emptyJournal();

  @BeforeEach
  final void begin() {
    journal = emptyJournal();
  }

  @Test
  void eventForAnIdleBindingIsQueued() {
    Request request = request("r1", binding("a"), event("e1"));

    Recorded recorded = record(request);

    assertThat(recorded).isEqualTo(queued(request));
    assertThat(journal.find("r1")).contains(request.rotation().taken());
  }

  @Test
  void aRotationKeepsItsTraceThroughAllMoves() {
    TraceParent trace = new TraceParent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    Request request = request("r1", binding("a"), event("e1"));

    record(new Request(request.rotation().in(trace), request.source(), request.event()));
    move("r1", new Prepared(candidate("v1"), "Journalled."));

    assertThat(journal.find("r1").flatMap(Rotation::trace)).contains(trace);
  }

  @Test
  void whatFollowsIsToldInTheTraceOfTheNewsItFollowsFrom() {
    TraceParent later = new TraceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00");
    record(request("r1", binding("a"), event("e1")));
    move("r1", new Prepared(candidate("v1"), "Journalled."));
    Request news = request("r2", binding("a"), event("e2"));

    record(new Request(news.rotation().in(later), news.source(), news.event()));
    Appended.Written written = move("r1", new Failed(Optional.empty(), "A person has to look."));

    assertThat(written.next().flatMap(Rotation::trace)).contains(later);
  }

  @Test
  void sameEventOfOneSourceIsRepeatedEvenAfterTheEnd() {
    record(request("r1", binding("a"), event("e1")));
    move("r1", new Committed(carried("v1"), "Passed."));

    Recorded again = record(request("r2", binding("a"), event("e1")));

    assertThat(again).isEqualTo(new Recorded.Repeated());
    assertThat(journal.find("r2")).isEmpty();
  }

  @Test
  void sameEventIdOfAnotherSourceOrBindingIsAnotherEvent() {
    record(request("r1", binding("a"), event("e1")));
    Request elsewhere = request("r2", binding("b"), event("e1"));
    Request otherSource =
        new Request(request("r3", binding("a"), event("e1")).rotation(), "sqs", event("e1"));

    List<Recorded> recorded = journal.record(List.of(elsewhere, otherSource), List.of());

    assertThat(recorded).containsExactly(queued(elsewhere), new Recorded.Joined("r1"));
  }

  @Test
  void eventJoinsTheQueuedRotationAndForcesAnotherPlan() {
    record(request("r1", binding("a"), event("e1")));
    Rotation planned = journal.find("r1").orElseThrow();

    Recorded joined = record(request("r2", binding("a"), event("e2")));

    assertThat(joined).isEqualTo(new Recorded.Joined("r1"));
    assertThat(journal.find("r2")).isEmpty();
    Rotation stored = journal.find("r1").orElseThrow();
    assertThat(stored.sequence()).isEqualTo(2);
    assertThat(stored.state()).isEqualTo(planned.state());
    Prepared prepared = new Prepared(candidate("v1"), "Journalled.");
    assertThat(append(planned.moved(prepared, Rotations.NOW))).isEqualTo(new Appended.Lost());
    assertThat(append(stored.moved(prepared, Rotations.NOW))).isInstanceOf(Appended.Written.class);
  }

  static Stream<RotationState> acting() {
    return everyState().filter(state -> state instanceof RotationState.Acting);
  }

  @ParameterizedTest
  @MethodSource("acting")
  void anyNumberOfEventsDuringAnAttemptMakeOneRotationThatFollows(RotationState state) {
    record(request("r1", binding("a"), event("e1")));
    move("r1", state);

    List<Recorded> during =
        journal.record(
            IntStream.range(0, 500)
                .mapToObj(i -> request("r2-" + i, binding("a"), event("during-" + i)))
                .toList(),
            List.of());

    assertThat(during).containsOnly(new Recorded.Joined("r1"));
    Appended.Written written = move("r1", new Committed(carried("v1"), "Passed."));
    assertThat(written.news()).isTrue();
    Rotation next = written.next().orElseThrow();
    assertThat(next.bindingId()).isEqualTo(binding("a").id());
    assertThat(next.claimed()).isTrue();
    assertThat(next.state().name()).isEqualTo(RotationState.Name.QUEUED);
    assertThat(journal.find(next.id())).contains(next);
    assertThat(move(next.id(), new Unchanged(carried("v1"), "Nothing differs.")).next()).isEmpty();
  }

  @Test
  void whoeverMovesARotationIsToldOfTheNews() {
    record(request("r1", binding("a"), event("e1")));
    assertThat(move("r1", new Prepared(candidate("v1"), "Journalled.")).news()).isFalse();
    record(request("r2", binding("a"), event("e2")));

    Appended.Written written = move("r1", new Applied(candidate("v1"), "Written."));

    assertThat(written).isEqualTo(new Appended.Written(true, Optional.empty()));
  }

  @Test
  void newsOfTheVersionThatIsCarriedAreCovered() {
    record(request("r1", binding("a"), event("e1")));
    move("r1", new Prepared(candidate("v1"), "Journalled."));

    Recorded recorded = record(request("r2", binding("a"), event("e2", "v1")));

    assertThat(recorded).isEqualTo(new Recorded.Joined("r1"));
    assertThat(move("r1", new Committed(carried("v1"), "Passed.")).next()).isEmpty();
  }

  @Test
  void newsOfTheVersionThatIsSettledOnMeanwhileAreCovered() {
    record(request("r1", binding("a"), event("e1")));
    move("r1", new Prepared(candidate("v1"), "Journalled."));
    record(request("r2", binding("a"), event("e2", "v2")));

    Appended.Written written = move("r1", new Unchanged(carried("v2"), "Nothing differs."));

    assertThat(written.next()).isEmpty();
  }

  @Test
  void whatAPersonAsksForIsNeverCovered() {
    record(request("r1", binding("a"), event("e1")));
    move("r1", new Prepared(candidate("v1"), "Journalled."));
    record(asked("r2", binding("a"), event("e2", "v1")));

    Appended.Written written = move("r1", new Committed(carried("v1"), "Passed."));

    assertThat(written.next()).map(Rotation::cause).contains(RotationCause.TRIGGER);
  }

  @Test
  void aPersonWhoJoinsAQueuedRotationMakesItTheirs() {
    record(request("r1", binding("a"), event("e1")));

    Recorded recorded = record(asked("r2", binding("a"), event("e2")));

    assertThat(recorded).isEqualTo(new Recorded.Joined("r1"));
    assertThat(journal.find("r1")).map(Rotation::cause).contains(RotationCause.TRIGGER);
  }

  @Test
  void aPersonAsksForASettledVersionAgain() {
    record(request("r1", binding("a"), event("e1")));
    move("r1", new RolledBack(carried("v1"), "Refused."));
    Request again = asked("r2", binding("a"), event("e2", "v1"));

    Recorded recorded = record(again);

    assertThat(recorded).isEqualTo(queued(again));
  }

  @Test
  void newsSupersedeAParkedRotation() {
    record(request("r1", binding("a"), event("e1")));
    move("r1", new Parked(carried("v1"), 0, "No answer."));
    Request newer = request("r2", binding("a"), event("e2", "v2"));

    Recorded recorded = record(newer);

    Rotation superseded = journal.find("r1").orElseThrow();
    assertThat(superseded.state().name()).isEqualTo(RotationState.Name.SUPERSEDED);
    assertThat(recorded)
        .isEqualTo(new Recorded.Queued(newer.rotation().taken(), Optional.of(superseded)));
  }

  @Test
  void newsOfTheParkedVersionLeaveItParked() {
    record(request("r1", binding("a"), event("e1")));
    move("r1", new Parked(carried("v1"), 0, "No answer."));

    Recorded recorded = record(request("r2", binding("a"), event("e2", "v1")));

    assertThat(recorded).isEqualTo(new Recorded.Joined("r1"));
    assertThat(journal.find("r1"))
        .map(rotation -> rotation.state().name())
        .contains(RotationState.Name.PARKED);
  }

  @Test
  void oneRotationOfADataSourceIsClaimedAndTheNextFollowsIt() {
    Binding other = otherSecret("a");
    Request first = request("r1", binding("a"), event("e1"));
    Request second = request("r2", other, event("e1"));

    List<Recorded> recorded = journal.record(List.of(first, second), List.of());

    assertThat(recorded)
        .containsExactly(queued(first), new Recorded.Queued(second.rotation(), Optional.empty()));
    Rotation next =
        move("r1", new Unchanged(carried("v1"), "Nothing differs.")).next().orElseThrow();
    assertThat(next.id()).isEqualTo("r2");
    assertThat(next.claimed()).isTrue();
  }

  @Test
  void aParkedRotationLetsTheNextOneOfItsDataSourceGo() {
    record(request("r1", binding("a"), event("e1")));
    record(request("r2", otherSecret("a"), event("e1")));

    Appended.Written parked = move("r1", new Parked(carried("v1"), 0, "No answer."));

    assertThat(parked.next()).map(Rotation::id).contains("r2");
    Rotation waiting = journal.find("r1").orElseThrow();
    assertThat(waiting.claimed()).isFalse();
    assertThat(journal.claim(waiting)).isEmpty();
    move("r2", new Unchanged(carried("v1"), "Nothing differs."));
    assertThat(journal.claim(waiting)).map(Rotation::claimed).contains(true);
    assertThat(journal.claim(waiting)).as("it has moved on").isEmpty();
  }

  @Test
  void ofWhatIsParkedForADataSourceOneAtATimeIsClaimed() {
    record(request("r1", binding("a"), event("e1")));
    record(request("r2", otherSecret("a"), event("e1")));
    move("r1", new Parked(carried("v1"), 0, "No answer."));
    move("r2", new Parked(carried("v1"), 0, "No answer."));

    assertThat(journal.claim(journal.find("r1").orElseThrow())).isPresent();
    assertThat(journal.claim(journal.find("r2").orElseThrow())).isEmpty();
  }

  @Test
  void whatWasGivenBackIsTakenUpHalfDoneFirst() {
    record(request("r1", binding("a"), event("e1")));
    record(request("r2", otherSecret("b"), event("e1")));
    record(request("r0", binding("b"), event("e1")));
    record(request("r3", binding("c"), event("e1")));
    move("r2", new Applied(candidate("v1"), "Written."));
    move("r3", new Parked(carried("v1"), 0, "No answer."));
    long before = journal.find("r2").orElseThrow().sequence();
    journal.leave();

    List<Rotation> taken = journal.takeUp(100, Rotations.NOW);

    assertThat(taken)
        .extracting(Rotation::id, Rotation::claimed)
        .containsExactlyInAnyOrder(tuple("r1", true), tuple("r2", true), tuple("r3", false));
    assertThat(journal.find("r2").orElseThrow().sequence()).isGreaterThan(before);
    assertThat(journal.takeUp(100, Rotations.NOW)).isEmpty();
  }

  @Test
  void whatIsDrivenIsNotTakenUp() {
    record(request("r1", binding("a"), event("e1")));
    record(request("r2", otherSecret("a"), event("e1")));
    journal.takeUp(100, Rotations.NOW);

    List<Rotation> taken = journal.takeUp(100, Rotations.NOW);

    assertThat(taken).isEmpty();
  }

  @Test
  void whatWaitsIsTakenUpWhenItIsTimeAndNotBefore() {
    record(request("r1", binding("a"), event("e1")));
    moveToWaiting("r1", Rotations.NOW.plusSeconds(60));

    assertThat(journal.takeUp(100, Rotations.NOW.plusSeconds(59))).isEmpty();
    List<Rotation> taken = journal.takeUp(100, Rotations.NOW.plusSeconds(60));

    assertThat(taken)
        .singleElement()
        .satisfies(
            rotation -> {
              assertThat(rotation.claimed()).isTrue();
              assertThat(rotation.state()).isEqualTo(new Queued(0, "Waits."));
            });
    assertThat(journal.find("r1")).contains(taken.getFirst());
  }

  @Test
  void whatWaitsKeepsNothingElseOfItsDataSourceFromGoingOn() {
    record(request("r1", binding("a"), event("e1")));
    moveToWaiting("r1", Hold.INDEFINITELY);

    Recorded other = record(request("r2", otherSecret("a"), event("e1")));

    assertThat(((Recorded.Queued) other).rotation().claimed()).isTrue();
    assertThat(move("r2", new Committed(carried("v1"), "Passed.")).next()).isEmpty();
    assertThat(journal.takeUp(100, Rotations.NOW)).isEmpty();
  }

  @Test
  void whatWaitsIsTakenUpAtOnceWhenItIsToBeReconsidered() {
    record(request("r1", binding("a"), event("e1")));
    moveToWaiting("r1", Hold.INDEFINITELY);

    journal.reconsider();

    assertThat(journal.takeUp(100, Rotations.NOW)).extracting(Rotation::id).containsExactly("r1");
  }

  @Test
  void eventThatJoinsWhatWaitsLetsItWaitAndAnOverrideDoesNot() {
    record(request("r1", binding("a"), event("e1")));
    moveToWaiting("r1", Hold.INDEFINITELY);

    assertThat(record(request("r2", binding("a"), event("e2"))))
        .isEqualTo(new Recorded.Joined("r1"));
    assertThat(record(asked("r3", binding("a"), event("e3")))).isEqualTo(new Recorded.Joined("r1"));
    assertThat(journal.takeUp(100, Rotations.NOW)).isEmpty();
    Request override =
        new Request(
            Rotation.queued("r4", binding("a"), "e4", RotationCause.OVERRIDE, Rotations.NOW),
            "api",
            event("e4"));
    assertThat(record(override)).isEqualTo(new Recorded.Joined("r1"));
    assertThat(record(asked("r5", binding("a"), event("e5")))).isEqualTo(new Recorded.Joined("r1"));

    List<Rotation> taken = journal.takeUp(100, Rotations.NOW);

    assertThat(taken).extracting(Rotation::cause).containsExactly(RotationCause.OVERRIDE);
  }

  @Test
  void whatIsParkedIsFoundByItsDataSource() {
    record(request("r1", binding("a"), event("e1")));
    record(request("r2", binding("b"), event("e1")));
    record(request("r3", binding("c"), event("e1")));
    move("r1", new Parked(carried("v1"), 0, "No answer."));
    move("r2", new Parked(carried("v1"), 0, "No answer."));

    List<Rotation> parked =
        journal.parked(List.of(binding("b").dataSource(), binding("c").dataSource()));

    assertThat(parked).extracting(Rotation::id).containsExactly("r2");
    assertThat(journal.parked(List.of())).isEmpty();
    assertThat(journal.claim(parked.getFirst())).map(Rotation::claimed).contains(true);
  }

  @Test
  void standingsTellWhatIsSettledQueuedAndFailed() {
    record(request("r1", binding("a"), event("e1")));
    move("r1", new RolledBack(carried("v1"), "Refused."));
    record(request("r2", binding("a"), event("e2")));
    record(request("r3", binding("b"), event("e1")));
    move("r3", new Failed(Optional.of(carried("v3")), "Look."));

    assertThat(journal.standings(List.of(binding("a").id(), binding("b").id(), binding("c").id())))
        .containsOnly(
            Map.entry(
                binding("a").id(),
                new Standing(
                    Optional.of(new Journal.Settled(version("v1"), RotationState.Name.ROLLED_BACK)),
                    true,
                    Optional.empty())),
            Map.entry(
                binding("b").id(),
                new Standing(Optional.empty(), false, Optional.of(version("v3")))),
            Map.entry(binding("c").id(), new Standing(Optional.empty(), false, Optional.empty())));
  }

  private void moveToWaiting(String id, Instant until) {
    move(id, new Queued(0, "Waits.", Optional.of(until)));
  }

  @Test
  void movesOfOneAppendAreOneStepEach() {
    record(request("r1", binding("a"), event("e1")));
    Rotation queued = journal.find("r1").orElseThrow();
    Rotation fetched =
        queued.moved(new Fetched(candidate("v1"), Tries.NONE, "Fetched."), Rotations.NOW);
    Rotation prepared = fetched.moved(new Prepared(candidate("v1"), "Journalled."), Rotations.NOW);

    Appended appended =
        journal.append(
            List.of(
                new Journal.Move(fetched, Optional.empty()),
                new Journal.Move(prepared, Optional.empty())));

    assertThat(appended).isEqualTo(new Appended.Written(false, Optional.empty()));
    assertThat(journal.find("r1")).contains(prepared);
    assertThat(prepared.sequence()).isEqualTo(3);
  }

  static Stream<RotationState> settlingEnds() {
    return Stream.of(
        new Unchanged(carried("v1"), "Nothing differs."),
        new Committed(carried("v1"), "Passed."),
        new Rejected(carried("v1"), "Refused."),
        new RolledBack(carried("v1"), "Refused."));
  }

  @ParameterizedTest
  @MethodSource("settlingEnds")
  void eventThatNamesTheSettledVersionIsSettled(RotationState last) {
    record(request("r1", binding("a"), event("e1")));
    move("r1", last);

    Recorded recorded = record(request("r2", binding("a"), event("e2", "v1")));

    assertThat(recorded).isEqualTo(new Recorded.Settled());
    assertThat(journal.settled(binding("a").id()))
        .contains(new Journal.Settled(version("v1"), last.name()));
    assertThat(journal.find("r2")).isEmpty();
  }

  @Test
  void settledEventIsRepeatedNextTime() {
    record(request("r1", binding("a"), event("e1")));
    move("r1", new Unchanged(carried("v1"), "Nothing differs."));
    record(request("r2", binding("a"), event("e2", "v1")));

    Recorded again = record(request("r3", binding("a"), event("e2", "v1")));

    assertThat(again).isEqualTo(new Recorded.Repeated());
  }

  @Test
  void eventWithoutAVersionOrWithAnotherOneIsQueuedAfterTheEnd() {
    record(request("r1", binding("a"), event("e1")));
    move("r1", new Unchanged(carried("v1"), "Nothing differs."));
    Request unnamed = request("r2", binding("a"), event("e2"));

    assertThat(record(unnamed)).isEqualTo(queued(unnamed));

    move("r2", new Unchanged(carried("v1"), "Nothing differs."));
    Request newer = request("r3", binding("a"), event("e3", "v2"));
    assertThat(record(newer)).isEqualTo(queued(newer));
  }

  @Test
  void failureSettlesNothing() {
    record(request("r1", binding("a"), event("e1")));
    move("r1", new Failed(Optional.of(carried("v1")), "Mend it."));
    Request again = request("r2", binding("a"), event("e2", "v1"));

    Recorded recorded = record(again);

    assertThat(recorded).isEqualTo(queued(again));
    assertThat(journal.settled(binding("a").id())).isEmpty();
  }

  @Test
  void unchangedLeavesTheEndOfTheSameVersionKnown() {
    record(request("r1", binding("a"), event("e1")));
    move("r1", new RolledBack(carried("v1"), "Refused."));
    record(request("r2", binding("a"), event("e2")));

    move("r2", new Unchanged(carried("v1"), "It was rolled back before."));

    assertThat(journal.settled(binding("a").id()))
        .contains(new Journal.Settled(version("v1"), RotationState.Name.ROLLED_BACK));
  }

  @Test
  void unchangedSettlesOnAnotherVersion() {
    record(request("r1", binding("a"), event("e1")));
    move("r1", new RolledBack(carried("v1"), "Refused."));
    record(request("r2", binding("a"), event("e2")));

    move("r2", new Unchanged(carried("v2"), "Nothing differs."));

    assertThat(journal.settled(binding("a").id()))
        .contains(new Journal.Settled(version("v2"), RotationState.Name.UNCHANGED));
  }

  @Test
  void requestsOfOneCallAreTakenInOrder() {
    record(request("r0", binding("s"), event("e0")));
    move("r0", new Unchanged(carried("v1"), "Nothing differs."));

    List<Recorded> recorded =
        journal.record(
            List.of(
                request("r1", binding("a"), event("e1")),
                request("r2", binding("b"), event("e1")),
                request("r3", binding("a"), event("e2")),
                request("r4", binding("a"), event("e1")),
                request("r5", binding("s"), event("e5", "v1")),
                request("r6", binding("s"), event("e6")),
                request("r7", binding("s"), event("e7", "v1"))),
            List.of());

    assertThat(recorded)
        .containsExactly(
            new Recorded.Queued(journal.find("r1").orElseThrow(), Optional.empty()),
            new Recorded.Queued(journal.find("r2").orElseThrow(), Optional.empty()),
            new Recorded.Joined("r1"),
            new Recorded.Repeated(),
            new Recorded.Settled(),
            new Recorded.Queued(journal.find("r6").orElseThrow(), Optional.empty()),
            new Recorded.Joined("r6"));
    assertThat(List.of("r1", "r2", "r6"))
        .extracting(id -> journal.find(id).orElseThrow().sequence())
        .containsExactly(2L, 1L, 2L);
  }

  @Test
  void thousandRequestsFitInOneCall() {
    List<Request> requests =
        IntStream.range(0, 1000)
            .mapToObj(i -> request("r%04d".formatted(i), binding("b" + i), event("e1")))
            .toList();

    List<Recorded> recorded = journal.record(requests, List.of());

    assertThat(recorded).isEqualTo(requests.stream().map(JournalContract::queued).toList());
    assertThat(journal.record(requests, List.of())).containsOnly(new Recorded.Repeated());
  }

  static Stream<RotationState> everyState() {
    Tries tries = new Tries(2, 1, Duration.ofSeconds(3), Duration.ofMillis(1500));
    return Stream.of(
        new RotationState.Queued(3, "The store did not answer."),
        new RotationState.Queued(2, "Waits.", Optional.of(Rotations.NOW.plusSeconds(60))),
        new Fetched(candidate("v1"), tries, "Fetched."),
        new Prepared(candidate("v1"), "Journalled."),
        new Applied(candidate("v1"), "Written."),
        new Verifying(candidate("v1"), tries, false, "No answer."),
        new Verifying(candidate("v1"), Tries.NONE, true, "Refused."),
        new RollingBack(candidate("v1"), false, "Refused."),
        new RollingBack(candidate("v1"), true, "No answer."),
        new Parked(carried("v1"), 4, "No answer."),
        new Unchanged(carried("v1"), "Nothing differs."),
        new Committed(carried("v1"), "Passed."),
        new Rejected(carried("v1"), "Refused."),
        new RolledBack(carried("v1"), "Refused. Back."),
        new Superseded(Optional.of(carried("v1")), "News."),
        new Superseded(Optional.empty(), "News."),
        new Failed(Optional.empty(), "No such field."),
        new Failed(Optional.of(carried("v1")), "Edited."));
  }

  @Test
  void everyNameOfAStateIsAmongThem() {
    assertThat(everyState().map(RotationState::name)).contains(RotationState.Name.values());
  }

  @ParameterizedTest
  @MethodSource("everyState")
  void everyStateComesBackAsItWasWritten(RotationState state) {
    record(request("r1", binding("a"), event("e1")));
    Rotation next = journal.find("r1").orElseThrow().moved(state, Rotations.NOW.plusSeconds(5));

    assertThat(append(next)).isInstanceOf(Appended.Written.class);

    assertThat(journal.find("r1")).contains(next);
  }

  @Test
  void appendWithAnotherSequenceWritesNothing() {
    record(request("r1", binding("a"), event("e1")));
    Rotation queued = journal.find("r1").orElseThrow();
    RotationState end = new Unchanged(carried("v1"), "Nothing differs.");
    Rotation ahead = queued.moved(queued.state(), Rotations.NOW).moved(end, Rotations.NOW);

    assertThat(append(queued)).isEqualTo(new Appended.Lost());
    assertThat(append(ahead)).isEqualTo(new Appended.Lost());

    assertThat(journal.find("r1")).contains(queued);
    assertThat(journal.settled(binding("a").id())).isEmpty();
  }

  @Test
  void appendToAnUnknownRotationIsRefused() {
    Rotation unknown = request("r9", binding("a"), event("e1")).rotation();

    assertThat(append(unknown.moved(unknown.state(), Rotations.NOW)))
        .isEqualTo(new Appended.Lost());
    assertThat(journal.find("r9")).isEmpty();
  }

  @Test
  void oneOfManyWhoDriveTheSameRotationSucceeds() {
    record(request("r1", binding("a"), event("e1")));
    Rotation queued = journal.find("r1").orElseThrow();

    List<Appended> appended =
        Concurrently.times(
            16,
            driver -> {
              RotationState end = new Unchanged(carried("v" + driver), "Nothing differs.");
              return append(queued.moved(end, Rotations.NOW));
            });

    assertThat(appended).filteredOn(Appended.Written.class::isInstance).hasSize(1);
  }

  @Test
  void concurrentEventsForOneBindingMakeOneRotation() {
    List<Recorded> recorded =
        Concurrently.times(
            32, i -> record(request("r%02d".formatted(i), binding("a"), event("e" + i))));

    assertThat(recorded)
        .filteredOn(Recorded.Queued.class::isInstance)
        .singleElement()
        .extracting(queued -> ((Recorded.Queued) queued).rotation().id())
        .extracting(id -> journal.find(id).orElseThrow().sequence())
        .isEqualTo(32L);
    assertThat(recorded).filteredOn(Recorded.Joined.class::isInstance).hasSize(31);
  }

  @Test
  void aMessageOfTheQuarantineIsFoundUntilItIsReleased() {
    byte[] body = {1, 2, (byte) 0xff};
    Quarantined quarantined =
        new Quarantined(
            "q1",
            "kafka",
            "t/0@1",
            Delivery.Undecodable.of("unknown", "No JSON.", Attributes.NONE, body),
            Rotations.NOW);
    journal.record(List.of(), List.of(quarantined));

    Quarantined found = journal.quarantined("q1").orElseThrow();

    assertThat(found).usingRecursiveComparison().isEqualTo(quarantined);
    journal.release("q1");
    assertThat(journal.quarantined("q1")).isEmpty();
  }

  private Recorded record(Request request) {
    return journal.record(List.of(request), List.of()).getFirst();
  }

  private static Recorded queued(Request request) {
    return new Recorded.Queued(request.rotation().taken(), Optional.empty());
  }

  private static Request asked(String id, Binding binding, RotationEvent event) {
    return new Request(
        Rotation.queued(id, binding, event.id(), RotationCause.TRIGGER, Rotations.NOW),
        "api",
        event);
  }

  private static Binding otherSecret(String dataSource) {
    Binding binding = binding(dataSource);
    return new Binding(SecretRef.directory("other"), binding.dataSource(), binding.keys());
  }

  private Appended append(Rotation next) {
    return journal.append(Rotations.move(next));
  }

  private Appended.Written move(String id, RotationState state) {
    Rotation next = journal.find(id).orElseThrow().moved(state, Rotations.NOW);
    return (Appended.Written) append(next);
  }
}
