package dev.rekey.rotation;

import dev.rekey.connector.TestResult;
import java.util.Optional;
import java.util.Set;

/** What a {@link RotationCommand} brought to light. */
public sealed interface RotationInput {
  /** What test() said, where it was asked. */
  default Optional<TestResult.Verdict> verdict() {
    return switch (this) {
      case Tested tested -> Optional.of(tested.result().verdict());
      case Probed probed -> Optional.of(probed.result().verdict());
      case Restored restored -> Optional.of(restored.result().verdict());
      case Planned _,
          NothingToDo _,
          Impossible _,
          StoreUnavailable _,
          Written _,
          DataSourceGone _,
          Outdated _ ->
          Optional.empty();
    };
  }

  /** The current version was fetched, and these keys differ. */
  record Planned(Candidate candidate) implements RotationInput {}

  /** The current version was fetched, and nothing is to be done for it. */
  record NothingToDo(Carried carried, String why) implements RotationInput {}

  /** It cannot be carried out before a person has changed something; the reason says what. */
  record Impossible(String reason) implements RotationInput {}

  /** The secret store did not answer. */
  record StoreUnavailable(String reason) implements RotationInput {}

  /**
   * The change set was written, unless there were conflicts; then nothing was.
   *
   * @param conflicts the keys that someone else changed in between
   */
  record Written(Set<String> conflicts) implements RotationInput {}

  /**
   * The data source was tested: with the new values, saved or not, or while parked with what it
   * holds.
   *
   * @param edited the keys of the change set that someone else has changed since they were written
   */
  record Tested(TestResult result, Set<String> edited) implements RotationInput {}

  /** The previous values were tested, unsaved. */
  record Probed(TestResult result) implements RotationInput {}

  /**
   * The previous values were put back, except for the conflicts, and the data source was tested.
   *
   * @param conflicts the keys that someone else changed in between; they were left alone
   */
  record Restored(Set<String> conflicts, TestResult result) implements RotationInput {}

  /** There is no such data source any more. */
  record DataSourceGone() implements RotationInput {}

  /** News came in before anything was written. */
  record Outdated() implements RotationInput {}
}
