package dev.rekey.rotation;

import static dev.rekey.rotation.Rotations.binding;
import static dev.rekey.rotation.Rotations.changes;
import static dev.rekey.rotation.Rotations.event;
import static dev.rekey.rotation.Rotations.request;
import static dev.rekey.rotation.Rotations.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.rotation.Journal.Recorded;
import dev.rekey.rotation.Journal.Request;
import dev.rekey.rotation.RotationState.Applied;
import dev.rekey.rotation.RotationState.Committed;
import dev.rekey.rotation.RotationState.Failed;
import dev.rekey.rotation.RotationState.Prepared;
import dev.rekey.rotation.RotationState.RolledBack;
import dev.rekey.rotation.RotationState.RollingBack;
import dev.rekey.rotation.RotationState.Unchanged;
import dev.rekey.testing.Concurrently;
import java.util.List;
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

    assertThat(recorded).isEqualTo(new Recorded.Queued(request.rotation()));
    assertThat(journal.find("r1")).contains(request.rotation());
    assertThat(journal.open()).containsExactly(request.rotation());
  }

  @Test
  void sameEventOfOneSourceIsRepeatedEvenAfterTheEnd() {
    record(request("r1", binding("a"), event("e1")));
    move("r1", new Committed(version("v1"), List.of("K"), "Passed."));

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

    assertThat(recorded)
        .containsExactly(new Recorded.Queued(elsewhere.rotation()), new Recorded.Joined("r1"));
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
    Prepared prepared = new Prepared(version("v1"), changes());
    assertThat(journal.append(planned.moved(prepared, Rotations.NOW))).isFalse();
    assertThat(journal.append(stored.moved(prepared, Rotations.NOW))).isTrue();
  }

  @Test
  void eventDuringAnAttemptQueuesOneMoreRotation() {
    record(request("r1", binding("a"), event("e1")));
    move("r1", new Prepared(version("v1"), changes()));
    Request during = request("r2", binding("a"), event("e2"));

    Recorded recorded = record(during);

    assertThat(recorded).isEqualTo(new Recorded.Queued(during.rotation()));
    assertThat(record(request("r3", binding("a"), event("e3"))))
        .isEqualTo(new Recorded.Joined("r2"));
    assertThat(journal.open()).extracting(Rotation::id).containsExactly("r1", "r2");
  }

  static Stream<RotationState> settlingEnds() {
    return Stream.of(
        new Unchanged(version("v1"), "Nothing differs."),
        new Committed(version("v1"), List.of("K"), "Passed."),
        new RolledBack(version("v1"), List.of("K"), "Refused."));
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
    assertThat(journal.open()).isEmpty();
  }

  @Test
  void settledEventIsRepeatedNextTime() {
    record(request("r1", binding("a"), event("e1")));
    move("r1", new Unchanged(version("v1"), "Nothing differs."));
    record(request("r2", binding("a"), event("e2", "v1")));

    Recorded again = record(request("r3", binding("a"), event("e2", "v1")));

    assertThat(again).isEqualTo(new Recorded.Repeated());
  }

  @Test
  void eventWithoutAVersionOrWithAnotherOneIsQueuedAfterTheEnd() {
    record(request("r1", binding("a"), event("e1")));
    move("r1", new Unchanged(version("v1"), "Nothing differs."));
    Request unnamed = request("r2", binding("a"), event("e2"));

    assertThat(record(unnamed)).isEqualTo(new Recorded.Queued(unnamed.rotation()));

    move("r2", new Unchanged(version("v1"), "Nothing differs."));
    Request newer = request("r3", binding("a"), event("e3", "v2"));
    assertThat(record(newer)).isEqualTo(new Recorded.Queued(newer.rotation()));
  }

  @Test
  void settledVersionIsQueuedAgainWhileAnotherAttemptIsOpen() {
    record(request("r1", binding("a"), event("e1")));
    move("r1", new Unchanged(version("v1"), "Nothing differs."));
    record(request("r2", binding("a"), event("e2", "v2")));
    move("r2", new Prepared(version("v2"), changes()));
    Request back = request("r3", binding("a"), event("e3", "v1"));

    Recorded recorded = record(back);

    assertThat(recorded).isEqualTo(new Recorded.Queued(back.rotation()));
  }

  @Test
  void failureSettlesNothing() {
    record(request("r1", binding("a"), event("e1")));
    move("r1", new Failed(Optional.of(version("v1")), List.of("K"), "Mend it."));
    Request again = request("r2", binding("a"), event("e2", "v1"));

    Recorded recorded = record(again);

    assertThat(recorded).isEqualTo(new Recorded.Queued(again.rotation()));
    assertThat(journal.settled(binding("a").id())).isEmpty();
  }

  @Test
  void unchangedLeavesTheEndOfTheSameVersionKnown() {
    record(request("r1", binding("a"), event("e1")));
    move("r1", new RolledBack(version("v1"), List.of("K"), "Refused."));
    record(request("r2", binding("a"), event("e2")));

    move("r2", new Unchanged(version("v1"), "It was rolled back before."));

    assertThat(journal.settled(binding("a").id()))
        .contains(new Journal.Settled(version("v1"), RotationState.Name.ROLLED_BACK));
  }

  @Test
  void unchangedSettlesOnAnotherVersion() {
    record(request("r1", binding("a"), event("e1")));
    move("r1", new RolledBack(version("v1"), List.of("K"), "Refused."));
    record(request("r2", binding("a"), event("e2")));

    move("r2", new Unchanged(version("v2"), "Nothing differs."));

    assertThat(journal.settled(binding("a").id()))
        .contains(new Journal.Settled(version("v2"), RotationState.Name.UNCHANGED));
  }

  @Test
  void requestsOfOneCallAreTakenInOrder() {
    record(request("r0", binding("s"), event("e0")));
    move("r0", new Unchanged(version("v1"), "Nothing differs."));

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
            new Recorded.Queued(journal.find("r1").orElseThrow()),
            new Recorded.Queued(journal.find("r2").orElseThrow()),
            new Recorded.Joined("r1"),
            new Recorded.Repeated(),
            new Recorded.Settled(),
            new Recorded.Queued(journal.find("r6").orElseThrow()),
            new Recorded.Joined("r6"));
    assertThat(journal.open()).extracting(Rotation::sequence).containsExactly(2L, 1L, 2L);
  }

  @Test
  void thousandRequestsFitInOneCall() {
    List<Request> requests =
        IntStream.range(0, 1000)
            .mapToObj(i -> request("r%04d".formatted(i), binding("b" + i), event("e1")))
            .toList();

    List<Recorded> recorded = journal.record(requests, List.of());

    assertThat(recorded)
        .isEqualTo(
            requests.stream()
                .map(request -> (Recorded) new Recorded.Queued(request.rotation()))
                .toList());
    assertThat(journal.record(requests, List.of())).containsOnly(new Recorded.Repeated());
    assertThat(journal.open()).hasSize(1000);
  }

  static Stream<RotationState> everyState() {
    return Stream.of(
        new RotationState.Queued(3, "The store did not answer."),
        new Prepared(version("v1"), changes()),
        new Applied(version("v1"), changes(), 2, "No answer."),
        new RollingBack(version("v1"), changes(), "Refused."),
        new Unchanged(version("v1"), "Nothing differs."),
        new Committed(version("v1"), List.of("A", "K"), "Passed."),
        new RolledBack(version("v1"), List.of("A", "K"), "Refused. Back."),
        new Failed(Optional.empty(), List.of(), "No such field."),
        new Failed(Optional.of(version("v1")), List.of("A", "K"), "Edited."));
  }

  @ParameterizedTest
  @MethodSource("everyState")
  void everyStateComesBackAsItWasWritten(RotationState state) {
    record(request("r1", binding("a"), event("e1")));
    Rotation next = journal.find("r1").orElseThrow().moved(state, Rotations.NOW.plusSeconds(5));

    assertThat(journal.append(next)).isTrue();

    assertThat(journal.find("r1")).contains(next);
    assertThat(journal.open()).isEqualTo(next.isFinal() ? List.of() : List.of(next));
  }

  @Test
  void appendWithAnotherSequenceWritesNothing() {
    record(request("r1", binding("a"), event("e1")));
    Rotation queued = journal.find("r1").orElseThrow();
    RotationState end = new Unchanged(version("v1"), "Nothing differs.");
    Rotation ahead = queued.moved(queued.state(), Rotations.NOW).moved(end, Rotations.NOW);

    assertThat(journal.append(queued)).isFalse();
    assertThat(journal.append(ahead)).isFalse();

    assertThat(journal.find("r1")).contains(queued);
    assertThat(journal.settled(binding("a").id())).isEmpty();
  }

  @Test
  void appendToAnUnknownRotationIsRefused() {
    Rotation unknown = request("r9", binding("a"), event("e1")).rotation();

    assertThat(journal.append(unknown.moved(unknown.state(), Rotations.NOW))).isFalse();
    assertThat(journal.find("r9")).isEmpty();
  }

  @Test
  void oneOfManyWhoDriveTheSameRotationSucceeds() {
    record(request("r1", binding("a"), event("e1")));
    Rotation queued = journal.find("r1").orElseThrow();

    List<Boolean> appended =
        Concurrently.times(
            16,
            driver -> {
              RotationState end = new Unchanged(version("v" + driver), "Nothing differs.");
              return journal.append(queued.moved(end, Rotations.NOW));
            });

    assertThat(appended).containsOnlyOnce(true);
  }

  @Test
  void concurrentEventsForOneBindingMakeOneRotation() {
    List<Recorded> recorded =
        Concurrently.times(
            32, i -> record(request("r%02d".formatted(i), binding("a"), event("e" + i))));

    assertThat(journal.open()).extracting(Rotation::sequence).containsExactly(32L);
    assertThat(recorded).filteredOn(Recorded.Queued.class::isInstance).hasSize(1);
    assertThat(recorded).filteredOn(Recorded.Joined.class::isInstance).hasSize(31);
  }

  @Test
  void openRotationsComeOldestFirst() {
    journal.record(
        List.of(
            request("r2", binding("b"), event("e1")),
            request("r3", binding("c"), event("e1")),
            request("r1", binding("a"), event("e1"))),
        List.of());
    move("r2", new Unchanged(version("v1"), "Nothing differs."));

    assertThat(journal.open()).extracting(Rotation::id).containsExactly("r1", "r3");
  }

  private Recorded record(Request request) {
    return journal.record(List.of(request), List.of()).getFirst();
  }

  private void move(String id, RotationState state) {
    Rotation next = journal.find(id).orElseThrow().moved(state, Rotations.NOW);
    assertThat(journal.append(next)).isTrue();
  }
}
