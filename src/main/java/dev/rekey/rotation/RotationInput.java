package dev.rekey.rotation;

import dev.rekey.connector.TestResult;
import dev.rekey.secret.SecretVersion;
import java.util.Set;

/** What a {@link RotationCommand} brought to light. */
public sealed interface RotationInput {
  /** The current version was fetched, and these keys differ. */
  record Planned(SecretVersion version, ChangeSet changes) implements RotationInput {}

  /** The current version was fetched, and nothing is to be done for it. */
  record NothingToDo(SecretVersion version, String why) implements RotationInput {}

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

  /** The data source was tested with the new values. */
  record Tested(TestResult result) implements RotationInput {}

  /**
   * The previous values were put back, except for the conflicts, and the data source was tested.
   *
   * @param conflicts the keys that someone else changed in between; they were left alone
   */
  record Restored(Set<String> conflicts, TestResult result) implements RotationInput {}

  /** There is no such data source any more. */
  record DataSourceGone() implements RotationInput {}
}
