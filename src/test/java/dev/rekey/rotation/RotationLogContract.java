package dev.rekey.rotation;

import static dev.rekey.rotation.Rotations.NOW;
import static dev.rekey.rotation.Rotations.binding;
import static dev.rekey.rotation.Rotations.candidate;
import static dev.rekey.rotation.Rotations.carried;
import static dev.rekey.rotation.Rotations.event;
import static dev.rekey.rotation.Rotations.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Kind;
import dev.rekey.event.Attributes;
import dev.rekey.event.Delivery;
import dev.rekey.rotation.Journal.Appended;
import dev.rekey.rotation.Journal.Quarantined;
import dev.rekey.rotation.RotationLog.Mark;
import dev.rekey.rotation.RotationLog.QuarantinedEvent;
import dev.rekey.rotation.RotationLog.Query;
import dev.rekey.rotation.RotationRecord.Step;
import dev.rekey.rotation.RotationState.Committed;
import dev.rekey.rotation.RotationState.Name;
import dev.rekey.rotation.RotationState.Prepared;
import dev.rekey.rotation.RotationState.Verifying;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every journal shows of what was written to it. */
public abstract class RotationLogContract {
  private static final String PREPARED = "Previous and new values are journalled.";

  private Journal journal;
  private RotationLog log;

  /** An empty journal and its log. */
  protected abstract Both empty();

  /** A journal from both sides. */
  public record Both(Journal journal, RotationLog log) {}

  @BeforeEach
  final void begin() {
    Both both = empty();
    journal = both.journal();
    log = both.log();
  }

  @Test
  void recordSaysAllButTheValues() {
    queue("r1", binding("a"));
    move("r1", new Prepared(candidate("v1"), PREPARED), NOW.plusSeconds(1));

    RotationRecord record = log.find("prod", "r1").orElseThrow();

    assertThat(record)
        .isEqualTo(
            new RotationRecord(
                "r1",
                binding("a").id(),
                binding("a").secret(),
                binding("a").dataSource(),
                "event-r1",
                RotationCause.EVENT,
                Optional.of(Kind.POSTGRESQL),
                2,
                Name.PREPARED,
                Optional.of("v1"),
                List.of("APPEARS", "CHANGES", "GOES"),
                PREPARED,
                NOW,
                NOW.plusSeconds(1),
                Optional.empty()));
  }

  @Test
  void rotationOfAnotherEnvironmentIsNotFound() {
    queue("r1", binding("staging", "a"));

    assertThat(log.find("prod", "r1")).isEmpty();
    assertThat(log.find("staging", "r1")).isPresent();
    assertThat(log.find("staging", "r2")).isEmpty();
  }

  @Test
  void manyAreFoundByTheirIdsInOneEnvironment() {
    for (int i = 1; i <= 1100; i++) {
      queue("r" + i, binding("b" + i));
    }
    queue("foreign", binding("staging", "a"));
    List<String> wanted =
        Stream.concat(IntStream.rangeClosed(2, 1100).mapToObj(i -> "r" + i), Stream.of("foreign"))
            .toList();

    List<RotationRecord> found = log.find("prod", wanted);

    assertThat(found)
        .extracting(RotationRecord::id)
        .containsExactlyInAnyOrderElementsOf(wanted.subList(0, 1099));
    assertThat(log.find("prod", List.of("unknown"))).isEmpty();
    assertThat(log.find("prod", List.of())).isEmpty();
  }

  @Test
  void openMarksAreThoseOfOneEnvironmentThatHaveNotEnded() {
    queue("r1", binding("a"));
    queue("r2", binding("b"));
    queue("r3", binding("c"));
    queue("r4", binding("staging", "a"));
    move("r2", new Committed(carried("v1"), "Passed."), NOW);
    move("r3", new Prepared(candidate("v1"), PREPARED), NOW);

    assertThat(log.openMarks("prod"))
        .containsExactlyInAnyOrder(new Mark("r1", 1, true), new Mark("r3", 2, true));
  }

  @Test
  void marksFollowTheIdAndKnowWhatHasEnded() {
    queue("r1", binding("a"));
    queue("r2", binding("b"));
    queue("r3", binding("staging", "a"));
    queue("r4", binding("c"));
    move("r2", new Committed(carried("v1"), "Passed."), NOW);

    assertThat(log.marksAfter("prod", "r1", 9))
        .containsExactly(new Mark("r2", 2, false), new Mark("r4", 1, true));
    assertThat(log.marksAfter("prod", "", 2))
        .containsExactly(new Mark("r1", 1, true), new Mark("r2", 2, false));
    assertThat(log.marksAfter("prod", "r4", 9)).isEmpty();
  }

  @Test
  void listIsNewestFirstAndOfOneEnvironment() {
    queue("r1", binding("a"));
    queue("r2", binding("staging", "a"));
    queue("r3", binding("b"));

    assertThat(ids(everything())).containsExactly("r3", "r1");
  }

  @Test
  void listKeepsToDataSourceStateAndLimit() {
    for (int i = 1; i <= 6; i++) {
      queue("r" + i, binding(i % 2 == 0 ? "even" : "odd"));
      if (i < 5) {
        move("r" + i, new Committed(carried("v" + i), "Passed."), NOW);
      }
    }

    assertThat(ids(query(Optional.of("odd"), Optional.empty(), Optional.empty(), 100)))
        .containsExactly("r5", "r3", "r1");
    assertThat(ids(query(Optional.empty(), Optional.of(Name.COMMITTED), Optional.empty(), 100)))
        .containsExactly("r4", "r3", "r2", "r1");
    assertThat(ids(query(Optional.empty(), Optional.of(Name.QUEUED), Optional.empty(), 100)))
        .containsExactly("r6", "r5");
    assertThat(ids(query(Optional.of("even"), Optional.of(Name.COMMITTED), Optional.empty(), 1)))
        .containsExactly("r4");
    assertThat(ids(query(Optional.of("even"), Optional.of(Name.COMMITTED), Optional.of("r4"), 9)))
        .containsExactly("r2");
  }

  @Test
  void pagesFollowOneAnother() {
    for (int i = 1; i <= 5; i++) {
      queue("r" + i, binding("b" + i));
    }

    assertThat(ids(query(Optional.empty(), Optional.empty(), Optional.empty(), 2)))
        .containsExactly("r5", "r4");
    assertThat(ids(query(Optional.empty(), Optional.empty(), Optional.of("r4"), 2)))
        .containsExactly("r3", "r2");
    assertThat(ids(query(Optional.empty(), Optional.empty(), Optional.of("r2"), 2)))
        .containsExactly("r1");
  }

  @Test
  void stepsAreTheTransitionsOldestFirst() {
    queue("r1", binding("a"));
    journal.record(List.of(request("r2", binding("a"), event("joins"))), List.of());
    move("r1", new Prepared(candidate("v1"), PREPARED), NOW.plusSeconds(1));
    Tries tries = Tries.NONE.refused(Duration.ofSeconds(1));
    Rotation verifying =
        journal
            .find("r1")
            .orElseThrow()
            .moved(new Verifying(candidate("v1"), tries, false, "No."), NOW.plusSeconds(2));
    journal.append(List.of(new Journal.Move(verifying, Optional.of(TestResult.Verdict.REFUSED))));

    assertThat(log.steps("r1"))
        .containsExactly(
            new Step(1, Name.QUEUED, NOW, 0, Optional.empty(), "Queued."),
            new Step(3, Name.PREPARED, NOW.plusSeconds(1), 0, Optional.empty(), PREPARED),
            new Step(
                4,
                Name.VERIFYING,
                NOW.plusSeconds(2),
                1,
                Optional.of(TestResult.Verdict.REFUSED),
                "No."));
    assertThat(log.steps("unknown")).isEmpty();
  }

  @Test
  void openCountsByStateAndKnowsTheOldest() {
    Rotation late =
        Rotation.queued("r1", binding("a"), "e1", RotationCause.EVENT, NOW.plusSeconds(9));
    Rotation early =
        Rotation.queued(
            "r2", binding("staging", "b"), "e1", RotationCause.EVENT, NOW.plusSeconds(3));
    Rotation ended = Rotation.queued("r3", binding("c"), "e1", RotationCause.EVENT, NOW);
    journal.record(
        List.of(
            new Journal.Request(late, "kafka", event("e1")),
            new Journal.Request(early, "kafka", event("e1")),
            new Journal.Request(ended, "kafka", event("e1"))),
        List.of());
    move("r2", new Prepared(candidate("v1"), PREPARED), NOW.plusSeconds(4));
    move("r3", new Committed(carried("v1"), "Passed."), NOW.plusSeconds(4));

    RotationLog.Open open = log.open();

    assertThat(open.byState()).isEqualTo(Map.of(Name.QUEUED, 1L, Name.PREPARED, 1L));
    assertThat(open.oldest()).contains(NOW.plusSeconds(3));
  }

  @Test
  void whatWaitsIsListedWithItsTimeAndNotOverdueForHavingWaited() {
    Instant until = NOW.plusSeconds(8 * 3600);
    queue("r1", binding("a"));
    move("r1", new RotationState.Queued(0, "Waits.", Optional.of(until)), NOW.plusSeconds(1));

    assertThat(log.find("prod", "r1")).flatMap(RotationRecord::waitsUntil).contains(until);
    assertThat(log.open())
        .isEqualTo(new RotationLog.Open(Map.of(Name.QUEUED, 1L), Optional.empty(), 0));

    assertThat(journal.takeUp(10, until.plusSeconds(2))).hasSize(1);

    assertThat(log.open().oldest()).contains(until.plusSeconds(2));
    assertThat(log.find("prod", "r1")).flatMap(RotationRecord::waitsUntil).isEmpty();
  }

  @Test
  void whatIsParkedIsOpenAndNotOverdue() {
    queue("r1", binding("a"));
    move("r1", new RotationState.Parked(carried("v1"), 0, "No answer."), NOW.plusSeconds(1));

    assertThat(log.open())
        .isEqualTo(new RotationLog.Open(Map.of(Name.PARKED, 1L), Optional.empty(), 0));
  }

  @Test
  void openCountsWhatIsInQuarantine() {
    journal.record(
        List.of(), List.of(quarantined("q1", "t/0@1", NOW), quarantined("q2", "t/0@2", NOW)));

    RotationLog.Open open = log.open();

    assertThat(open.quarantined()).isEqualTo(2);
  }

  @Test
  void nothingOpenHasNoOldest() {
    assertThat(log.open()).isEqualTo(new RotationLog.Open(Map.of(), Optional.empty(), 0));
  }

  @Test
  void quarantineListsNewestFirstWithoutTheBody() {
    journal.record(
        List.of(), List.of(quarantined("q1", "t/0@1", NOW), quarantined("q2", "t/0@2", NOW)));
    journal.record(List.of(), List.of(quarantined("q3", "t/0@3", NOW.plusSeconds(1))));

    assertThat(log.quarantine(2))
        .containsExactly(
            new QuarantinedEvent("q3", "kafka", "t/0@3", "No JSON.", 4, NOW.plusSeconds(1)),
            new QuarantinedEvent("q2", "kafka", "t/0@2", "No JSON.", 4, NOW));
  }

  @Test
  void sameMessageIsInQuarantineOnce() {
    journal.record(List.of(), List.of(quarantined("q1", "t/0@1", NOW)));

    journal.record(List.of(), List.of(quarantined("q2", "t/0@1", NOW.plusSeconds(1))));

    assertThat(log.quarantine(9)).extracting(QuarantinedEvent::id).containsExactly("q1");
  }

  private static Quarantined quarantined(String id, String position, Instant at) {
    byte[] body = {1, 2, 3, 4};
    return new Quarantined(
        id,
        "kafka",
        position,
        Delivery.Undecodable.of("unknown", "No JSON.", Attributes.NONE, body),
        at);
  }

  private void queue(String id, Binding binding) {
    journal.record(List.of(request(id, binding, event("event-" + id))), List.of());
  }

  private void move(String id, RotationState state, Instant at) {
    Rotation next = journal.find(id).orElseThrow().moved(state, at);
    assertThat(journal.append(Rotations.move(next))).isInstanceOf(Appended.Written.class);
  }

  private List<String> ids(Query query) {
    return log.list(query).stream().map(RotationRecord::id).toList();
  }

  private static Query everything() {
    return query(Optional.empty(), Optional.empty(), Optional.empty(), 100);
  }

  private static Query query(
      Optional<String> dataSource, Optional<Name> state, Optional<String> before, int limit) {
    return new Query("prod", dataSource, state, before, limit);
  }
}
