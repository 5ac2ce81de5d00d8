package dev.rekey.rotation;

import dev.rekey.connector.TestResult;
import dev.rekey.secret.SecretVersion;
import java.util.List;
import java.util.Optional;

/**
 * Where a rotation stands. Each state holds only what is true in it, and has a method for each move
 * that may be made from it; {@link RotationMachine} is the only caller of these.
 */
public sealed interface RotationState {
  /** The names of the states, as they are journalled, listed and counted. */
  enum Name {
    QUEUED,
    PREPARED,
    APPLIED,
    ROLLING_BACK,
    UNCHANGED,
    COMMITTED,
    ROLLED_BACK,
    FAILED;

    /** Whether nothing follows this state. */
    public boolean isFinal() {
      return switch (this) {
        case QUEUED, PREPARED, APPLIED, ROLLING_BACK -> false;
        case UNCHANGED, COMMITTED, ROLLED_BACK, FAILED -> true;
      };
    }
  }

  Name name();

  /** The version that is carried, once it is known. */
  default Optional<SecretVersion> version() {
    return Optional.empty();
  }

  /** The names of the keys that differ, once they are known. */
  default List<String> keys() {
    return List.of();
  }

  /** What happened last, in a sentence for a person; never holds a value. */
  String detail();

  /**
   * Journalled, and nothing else done yet.
   *
   * @param attempt how often it has been tried before, from 0
   */
  record Queued(int attempt, String detail) implements RotationState {
    @Override
    public Name name() {
      return Name.QUEUED;
    }

    Prepared toPrepared(SecretVersion version, ChangeSet changes) {
      return new Prepared(version, changes);
    }

    Unchanged toUnchanged(SecretVersion version, String why) {
      return new Unchanged(version, why);
    }

    Queued toRetry(String why) {
      return new Queued(attempt + 1, why);
    }

    Failed toFailed(String why) {
      return new Failed(Optional.empty(), List.of(), why);
    }
  }

  /** The change set is durable; the data source may or may not hold it already. */
  record Prepared(SecretVersion carried, ChangeSet changes) implements RotationState {
    @Override
    public Name name() {
      return Name.PREPARED;
    }

    @Override
    public Optional<SecretVersion> version() {
      return Optional.of(carried);
    }

    @Override
    public List<String> keys() {
      return changes.keys();
    }

    @Override
    public String detail() {
      return "Previous and new values are journalled.";
    }

    Applied toApplied() {
      return new Applied(carried, changes, 0, "The changed keys are written.");
    }

    Failed toFailed(String why) {
      return new Failed(version(), keys(), why);
    }
  }

  /**
   * The data source holds the new values; the verdict is open.
   *
   * @param attempt how many tests have told nothing so far
   */
  record Applied(SecretVersion carried, ChangeSet changes, int attempt, String detail)
      implements RotationState {
    @Override
    public Name name() {
      return Name.APPLIED;
    }

    @Override
    public Optional<SecretVersion> version() {
      return Optional.of(carried);
    }

    @Override
    public List<String> keys() {
      return changes.keys();
    }

    Committed toCommitted(TestResult.Passed passed) {
      return new Committed(carried, keys(), passed.message());
    }

    Applied toRetry(String why) {
      return new Applied(carried, changes, attempt + 1, why);
    }

    RollingBack toRollingBack(String why) {
      return new RollingBack(carried, changes, why);
    }

    Failed toFailed(String why) {
      return new Failed(version(), keys(), why);
    }
  }

  /**
   * The new values did not pass; the previous ones are being put back.
   *
   * @param detail why
   */
  record RollingBack(SecretVersion carried, ChangeSet changes, String detail)
      implements RotationState {
    @Override
    public Name name() {
      return Name.ROLLING_BACK;
    }

    @Override
    public Optional<SecretVersion> version() {
      return Optional.of(carried);
    }

    @Override
    public List<String> keys() {
      return changes.keys();
    }

    RolledBack toRolledBack(String afterwards) {
      return new RolledBack(carried, keys(), why() + afterwards);
    }

    Failed toFailed(String why) {
      return new Failed(version(), keys(), why() + why);
    }

    private String why() {
      return detail + (detail.endsWith(".") ? " " : ". ");
    }
  }

  /** Nothing differed, or nothing was to be done. */
  record Unchanged(SecretVersion carried, String detail) implements RotationState {
    @Override
    public Name name() {
      return Name.UNCHANGED;
    }

    @Override
    public Optional<SecretVersion> version() {
      return Optional.of(carried);
    }
  }

  /** The new values are in place and passed the test. */
  record Committed(SecretVersion carried, List<String> keys, String detail)
      implements RotationState {
    @Override
    public Name name() {
      return Name.COMMITTED;
    }

    @Override
    public Optional<SecretVersion> version() {
      return Optional.of(carried);
    }
  }

  /** The previous values are back. */
  record RolledBack(SecretVersion carried, List<String> keys, String detail)
      implements RotationState {
    @Override
    public Name name() {
      return Name.ROLLED_BACK;
    }

    @Override
    public Optional<SecretVersion> version() {
      return Optional.of(carried);
    }
  }

  /** Needs a person; the detail says what to do. */
  record Failed(Optional<SecretVersion> version, List<String> keys, String detail)
      implements RotationState {
    @Override
    public Name name() {
      return Name.FAILED;
    }
  }
}
