package dev.rekey.rotation;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Kind;
import dev.rekey.secret.SecretVersion;
import java.time.Instant;
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
    FETCHED,
    PREPARED,
    APPLIED,
    VERIFYING,
    ROLLING_BACK,
    PARKED,
    UNCHANGED,
    COMMITTED,
    REJECTED,
    ROLLED_BACK,
    SUPERSEDED,
    FAILED;

    /** Whether nothing follows this state. */
    public boolean isFinal() {
      return switch (this) {
        case QUEUED, FETCHED, PREPARED, APPLIED, VERIFYING, ROLLING_BACK, PARKED -> false;
        case UNCHANGED, COMMITTED, REJECTED, ROLLED_BACK, SUPERSEDED, FAILED -> true;
      };
    }

    /**
     * Whether a binding has settled on a version with this state: news of the same version ask for
     * nothing any more.
     */
    public boolean settles() {
      return switch (this) {
        case UNCHANGED, COMMITTED, REJECTED, ROLLED_BACK -> true;
        case QUEUED,
            FETCHED,
            PREPARED,
            APPLIED,
            VERIFYING,
            ROLLING_BACK,
            PARKED,
            SUPERSEDED,
            FAILED ->
            false;
      };
    }
  }

  Name name();

  /** What it is about, once that is known. */
  default Optional<Carried> carried() {
    return Optional.empty();
  }

  /** The version that is carried, once it is known. */
  default Optional<SecretVersion> version() {
    return carried().map(Carried::version);
  }

  /** The kind of the data source, once it is known. */
  default Optional<Kind> kind() {
    return carried().flatMap(Carried::kind);
  }

  /** The names of the keys that differ, once they are known. */
  default List<String> keys() {
    return carried().map(Carried::keys).orElse(List.of());
  }

  /** Until when a change window or a freeze keeps it from going on. */
  default Optional<Instant> waitsUntil() {
    return Optional.empty();
  }

  /** Whether nobody drives a rotation in this state until something else happens. */
  default boolean rests() {
    return name().isFinal() || name() == Name.PARKED || waitsUntil().isPresent();
  }

  /** How often what the state waits for has been tried in vain. */
  default int attempt() {
    return 0;
  }

  /** What happened last, in a sentence for a person; never holds a value. */
  String detail();

  /** A state that something follows, and whose change set is known. */
  sealed interface Acting extends RotationState {
    Candidate candidate();

    @Override
    default Optional<Carried> carried() {
      return Optional.of(candidate().carried());
    }

    /** A person has to go on. */
    default Failed toFailed(String why) {
      return new Failed(carried(), why);
    }
  }

  /**
   * Journalled, and nothing else done yet.
   *
   * @param waitsUntil until when a change window or a freeze keeps it from beginning
   */
  record Queued(int attempt, String detail, Optional<Instant> waitsUntil) implements RotationState {
    /** One that may begin. */
    public Queued(int attempt, String detail) {
      this(attempt, detail, Optional.empty());
    }

    @Override
    public Name name() {
      return Name.QUEUED;
    }

    Fetched toFetched(Candidate candidate) {
      return new Fetched(candidate, Tries.NONE, "The current version is fetched.");
    }

    Unchanged toUnchanged(Carried carried, String why) {
      return new Unchanged(carried, why);
    }

    Queued toRetry(String why) {
      return new Queued(attempt + 1, why);
    }

    /** The same when it has waited long enough. */
    Queued toDue() {
      return new Queued(attempt, detail);
    }

    Queued toWaiting(Hold hold) {
      return new Queued(attempt, hold.sentence(), Optional.of(hold.until()));
    }

    Failed toFailed(String why) {
      return new Failed(Optional.empty(), why);
    }
  }

  /** The keys that differ are known; with a preflight, the new values are tested unsaved. */
  record Fetched(Candidate candidate, Tries tries, String detail) implements Acting {
    @Override
    public Name name() {
      return Name.FETCHED;
    }

    @Override
    public int attempt() {
      return tries.total();
    }

    Prepared toPrepared(String why) {
      return new Prepared(candidate, why);
    }

    Fetched toRetry(Tries more, String why) {
      return new Fetched(candidate, more, why);
    }

    /** What was fetched is let go: when it begins, another version may be current. */
    Queued toWaiting(Hold hold) {
      return new Queued(0, hold.sentence(), Optional.of(hold.until()));
    }

    Rejected toRejected(String why) {
      return new Rejected(candidate.carried(), why);
    }

    Parked toParked(String why) {
      return new Parked(candidate.carried(), 0, why);
    }

    Superseded toSuperseded(String why) {
      return new Superseded(carried(), why);
    }
  }

  /** The change set is durable; the data source may or may not hold it already. */
  record Prepared(Candidate candidate, String detail) implements Acting {
    @Override
    public Name name() {
      return Name.PREPARED;
    }

    Applied toApplied() {
      return new Applied(candidate, "The changed keys are written.");
    }

    Superseded toSuperseded(String why) {
      return new Superseded(carried(), why);
    }
  }

  /** The data source holds the new values, and has not been tested with them. */
  record Applied(Candidate candidate, String detail) implements Acting {
    @Override
    public Name name() {
      return Name.APPLIED;
    }

    /** The same, when the first test was not the last. */
    Verifying toVerifying() {
      return new Verifying(candidate, Tries.NONE, false, detail);
    }
  }

  /**
   * The data source holds the new values, and they have not passed yet.
   *
   * @param doubted whether the refusal counts, and the previous values are asked for the truth
   */
  record Verifying(Candidate candidate, Tries tries, boolean doubted, String detail)
      implements Acting {
    @Override
    public Name name() {
      return Name.VERIFYING;
    }

    @Override
    public int attempt() {
      return tries.total();
    }

    Committed toCommitted(TestResult.Passed passed) {
      return new Committed(candidate.carried(), passed.message());
    }

    Verifying toRetry(Tries more, String why) {
      return new Verifying(candidate, more, doubted, why);
    }

    /** The refusal counts. */
    Verifying toDoubt(String why) {
      return new Verifying(candidate, Tries.NONE, true, why);
    }

    RollingBack toRollingBack(boolean park, String why) {
      return new RollingBack(candidate, park, why);
    }

    Superseded toSuperseded(String why) {
      return new Superseded(carried(), why);
    }
  }

  /**
   * The new values did not pass; the previous ones are being put back.
   *
   * @param park whether it is tried again afterwards
   * @param detail why
   */
  record RollingBack(Candidate candidate, boolean park, String detail) implements Acting {
    @Override
    public Name name() {
      return Name.ROLLING_BACK;
    }

    RolledBack toRolledBack(String afterwards) {
      return new RolledBack(candidate.carried(), detail + " " + afterwards);
    }

    Parked toParked(String afterwards) {
      return new Parked(candidate.carried(), 0, detail + " " + afterwards);
    }

    @Override
    public Failed toFailed(String why) {
      return new Failed(carried(), detail + " " + why);
    }
  }

  /**
   * The data source holds the previous values, and did not answer; it is tried again when it does.
   */
  record Parked(Carried about, int attempt, String detail) implements RotationState {
    @Override
    public Name name() {
      return Name.PARKED;
    }

    @Override
    public Optional<Carried> carried() {
      return Optional.of(about);
    }

    Parked toRetry(String why) {
      return new Parked(about, attempt + 1, why);
    }

    Queued toQueued(String why) {
      return new Queued(0, why);
    }

    Failed toFailed(String why) {
      return new Failed(carried(), why);
    }
  }

  /** Nothing differed, or nothing was to be done. */
  record Unchanged(Carried about, String detail) implements RotationState {
    @Override
    public Name name() {
      return Name.UNCHANGED;
    }

    @Override
    public Optional<Carried> carried() {
      return Optional.of(about);
    }
  }

  /** The new values are in place and passed the test. */
  record Committed(Carried about, String detail) implements RotationState {
    @Override
    public Name name() {
      return Name.COMMITTED;
    }

    @Override
    public Optional<Carried> carried() {
      return Optional.of(about);
    }
  }

  /** The new values did not pass before they were saved; the data source was never touched. */
  record Rejected(Carried about, String detail) implements RotationState {
    @Override
    public Name name() {
      return Name.REJECTED;
    }

    @Override
    public Optional<Carried> carried() {
      return Optional.of(about);
    }
  }

  /** The previous values are back. */
  record RolledBack(Carried about, String detail) implements RotationState {
    @Override
    public Name name() {
      return Name.ROLLED_BACK;
    }

    @Override
    public Optional<Carried> carried() {
      return Optional.of(about);
    }
  }

  /** Something newer came first: a further event, or the edit of a person. */
  record Superseded(Optional<Carried> carried, String detail) implements RotationState {
    @Override
    public Name name() {
      return Name.SUPERSEDED;
    }
  }

  /** Needs a person; the detail says what to do. */
  record Failed(Optional<Carried> carried, String detail) implements RotationState {
    @Override
    public Name name() {
      return Name.FAILED;
    }
  }
}
