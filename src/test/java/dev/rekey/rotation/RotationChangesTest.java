package dev.rekey.rotation;

import static dev.rekey.rotation.Rotations.NOW;
import static dev.rekey.rotation.Rotations.binding;
import static dev.rekey.rotation.Rotations.candidate;
import static dev.rekey.rotation.Rotations.carried;
import static dev.rekey.rotation.Rotations.event;
import static dev.rekey.rotation.Rotations.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.rotation.Journal.Appended;
import dev.rekey.rotation.RotationState.Committed;
import dev.rekey.rotation.RotationState.Prepared;
import dev.rekey.testing.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RotationChangesTest {
  private static final int MANY = 100;

  private final InMemoryJournal journal = new InMemoryJournal();
  private final ManualClock clock = new ManualClock(NOW);
  private final ManualClock lateClock = new ManualClock(NOW.minusSeconds(60));
  private final TimeOrderedIds ids = new TimeOrderedIds(clock, RandomGenerator.getDefault());
  private final TimeOrderedIds lateIds =
      new TimeOrderedIds(lateClock, RandomGenerator.getDefault());
  private int bindings;

  @Test
  void whatWasThereBeforeIsNotTold() {
    queue(ids);
    end(queue(ids));
    end(queue(lateIds));

    RotationChanges changes = following();

    assertThat(told(changes)).isEmpty();
  }

  @Test
  void whatBeginsIsToldOnce() {
    RotationChanges changes = following();
    String begun = queue(ids);

    assertThat(told(changes)).containsExactly(begun + " QUEUED");
    assertThat(told(changes)).isEmpty();
  }

  @Test
  void whatWasOpenIsToldWhenItMoves() {
    String open = queue(ids);
    RotationChanges changes = following();

    move(open, new Prepared(candidate("v1"), "Journalled."));

    assertThat(told(changes)).containsExactly(open + " PREPARED");
  }

  @Test
  void whatWasOpenIsToldWhenItEnds() {
    String open = queue(ids);
    RotationChanges changes = following();

    end(open);

    assertThat(told(changes)).containsExactly(open + " COMMITTED");
    assertThat(told(changes)).isEmpty();
  }

  @Test
  void openOnesAreToldWhenTheyAreUntold() {
    String open = queue(ids);
    end(queue(ids));
    RotationChanges changes = following();

    changes.untellOpen();

    assertThat(told(changes)).containsExactly(open + " QUEUED");
    assertThat(told(changes)).isEmpty();
  }

  @Test
  void whatBeginsAndEndsUnseenIsToldAsItEnded() {
    RotationChanges changes = following();
    String begun = queue(ids);

    end(begun);

    assertThat(told(changes)).containsExactly(begun + " COMMITTED");
    assertThat(told(changes)).isEmpty();
  }

  @Test
  void whatALateWorkerBeginsAndEndsUnseenIsToldWithinASecond() {
    RotationChanges changes = following();
    end(queue(ids));
    assertThat(told(changes)).hasSize(1);
    String late = queue(lateIds);
    end(late);

    clock.advance(Duration.ofSeconds(1));

    assertThat(told(changes)).containsExactly(late + " COMMITTED");
    assertThat(told(changes)).isEmpty();
  }

  @Test
  void whatIsNotToldIsOfferedAgainInItsNewestState() {
    RotationChanges changes = following();
    String begun = queue(ids);
    assertThat(changes.next(MANY)).hasSize(1);

    end(begun);

    assertThat(told(changes)).containsExactly(begun + " COMMITTED");
  }

  @Test
  void limitLeavesTheRestForTheNextTime() {
    RotationChanges changes = following();
    List<String> begun = List.of(queue(ids), queue(ids), queue(ids));
    end(begun.get(1));

    assertThat(told(changes, 2))
        .containsExactly(begun.get(0) + " QUEUED", begun.get(1) + " COMMITTED");
    assertThat(told(changes, 2)).containsExactly(begun.get(2) + " QUEUED");
    assertThat(told(changes, 2)).isEmpty();
  }

  @Test
  void moreThanIsRememberedIsStillToldOnce() {
    RotationChanges changes = following();
    List<String> ended = new ArrayList<>();
    for (int i = 0; i < RotationChanges.MOST_ENDED + 2500; i++) {
      ended.add(queue(ids));
      end(ended.getLast());
    }
    List<String> told = new ArrayList<>();
    while (told.size() < ended.size()) {
      List<String> some = told(changes, 500);
      assertThat(some).isNotEmpty();
      told.addAll(some);
    }

    clock.advance(Duration.ofSeconds(1));

    assertThat(told(changes)).isEmpty();
    assertThat(told)
        .containsExactlyElementsOf(ended.stream().map(id -> id + " COMMITTED").toList());
  }

  @Test
  void clockThatIsSetBackBringsNothingBack() {
    RotationChanges changes = following();
    end(queue(ids));
    assertThat(told(changes)).hasSize(1);
    clock.advance(Duration.ofHours(1));
    end(queue(ids));
    assertThat(told(changes)).hasSize(1);

    clock.advance(Duration.ofHours(-1));

    assertThat(told(changes)).isEmpty();
    String next = queue(ids);
    assertThat(told(changes)).containsExactly(next + " QUEUED");
  }

  @Test
  void otherEnvironmentsAreNotTold() {
    RotationChanges changes = following();

    record(ids.get(), binding("staging", "shop"));

    assertThat(told(changes)).isEmpty();
  }

  private RotationChanges following() {
    return new RotationChanges(journal.log(), "prod", clock);
  }

  private static List<String> told(RotationChanges changes) {
    return told(changes, MANY);
  }

  private static List<String> told(RotationChanges changes, int limit) {
    List<RotationRecord> news = changes.next(limit);
    news.forEach(changes::told);
    return news.stream().map(each -> each.id() + " " + each.state()).toList();
  }

  private String queue(TimeOrderedIds from) {
    bindings++;
    return record(from.get(), binding("source" + bindings));
  }

  private String record(String id, Binding binding) {
    journal.record(List.of(request(id, binding, event("event-" + id))), List.of());
    return id;
  }

  private void end(String id) {
    move(id, new Committed(carried("v1"), "Passed."));
  }

  private void move(String id, RotationState state) {
    Rotation next = journal.find(id).orElseThrow().moved(state, clock.instant());
    assertThat(journal.append(Rotations.move(next))).isInstanceOf(Appended.Written.class);
  }
}
