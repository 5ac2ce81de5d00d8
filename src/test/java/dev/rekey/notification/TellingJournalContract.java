package dev.rekey.notification;

import static dev.rekey.rotation.Rotations.binding;
import static dev.rekey.rotation.Rotations.candidate;
import static dev.rekey.rotation.Rotations.carried;
import static dev.rekey.rotation.Rotations.event;
import static dev.rekey.rotation.Rotations.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.rotation.Journal;
import dev.rekey.rotation.Journal.Appended;
import dev.rekey.rotation.Journal.Move;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationState;
import dev.rekey.rotation.RotationState.Committed;
import dev.rekey.rotation.RotationState.Failed;
import dev.rekey.rotation.RotationState.Parked;
import dev.rekey.rotation.RotationState.Prepared;
import dev.rekey.rotation.Rotations;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every journal writes together with the states in which rotations rest. */
public abstract class TellingJournalContract {
  private Journal journal;
  private Supplier<List<Notification>> told;

  /**
   * An empty journal.
   *
   * @param told what is to be told by now, in order
   */
  public record Both(Journal journal, Supplier<List<Notification>> told) {}

  protected abstract Both empty();

  @BeforeEach
  final void begin() {
    Both both = empty();
    journal = both.journal();
    told = both.told();
    var _ = journal.record(List.of(request("r1", binding("a"), event("e1"))), List.of());
  }

  @Test
  void whatIsToBeToldIsWrittenWithTheState() {
    move(new Prepared(candidate("v1"), "Journalled."));
    assertThat(told.get()).isEmpty();

    Rotation committed = move(new Committed(carried("v1"), "Passed."));

    assertThat(told.get()).containsExactly(Notification.of(committed).orElseThrow());
  }

  @Test
  void nothingIsToldOfWhatIsNotWritten() {
    Rotation late = next(new Committed(carried("v1"), "Passed."));
    move(new Prepared(candidate("v1"), "Journalled."));

    Appended lost = journal.append(List.of(new Move(late, Optional.empty())));

    assertThat(lost).isEqualTo(new Appended.Lost());
    assertThat(told.get()).isEmpty();
  }

  @Test
  void everyStateOfAWriteIsToldOf() {
    Rotation parked = next(new Parked(carried("v1"), 0, "Away."));
    Rotation failed = parked.moved(new Failed(Optional.empty(), "Do this."), Rotations.NOW);

    var _ =
        journal.append(
            List.of(new Move(parked, Optional.empty()), new Move(failed, Optional.empty())));

    assertThat(told.get())
        .containsExactly(
            Notification.of(parked).orElseThrow(), Notification.of(failed).orElseThrow());
  }

  @Test
  void aParkedRotationThatIsSupersededIsToldOfOnce() {
    Rotation parked = move(new Parked(carried("v1"), 0, "Away."));

    var _ = journal.record(List.of(request("r2", binding("a"), event("e2"))), List.of());

    assertThat(journal.find("r1").orElseThrow().state().name())
        .isEqualTo(RotationState.Name.SUPERSEDED);
    assertThat(told.get()).containsExactly(Notification.of(parked).orElseThrow());
  }

  private Rotation next(RotationState state) {
    return journal.find("r1").orElseThrow().moved(state, Rotations.NOW);
  }

  private Rotation move(RotationState state) {
    Rotation next = next(state);
    assertThat(journal.append(List.of(new Move(next, Optional.empty()))))
        .isInstanceOf(Appended.Written.class);
    return next;
  }
}
