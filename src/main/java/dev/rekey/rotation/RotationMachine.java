package dev.rekey.rotation;

import dev.rekey.rotation.RotationInput.DataSourceGone;
import dev.rekey.rotation.RotationInput.Impossible;
import dev.rekey.rotation.RotationInput.NothingToDo;
import dev.rekey.rotation.RotationInput.Outdated;
import dev.rekey.rotation.RotationInput.Planned;
import dev.rekey.rotation.RotationInput.Probed;
import dev.rekey.rotation.RotationInput.Restored;
import dev.rekey.rotation.RotationInput.StoreUnavailable;
import dev.rekey.rotation.RotationInput.Tested;
import dev.rekey.rotation.RotationInput.Written;
import dev.rekey.rotation.RotationState.Acting;
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
import java.time.Duration;
import java.util.Optional;

/** Decides what follows. Pure: no clock, no I/O, no logging; thread-safe. */
public final class RotationMachine {
  private static final Backoff RETRIES = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
  private static final Backoff REFUSALS =
      new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
  private static final Backoff PARKING = new Backoff(Duration.ofSeconds(5), Duration.ofMinutes(5));

  private final Judgement judgement;

  /**
   * @param testAttempts how many tests in a row may end in an outage before it counts; at least 1
   */
  public RotationMachine(int testAttempts) {
    this.judgement = new Judgement(testAttempts, RETRIES, REFUSALS);
  }

  /** What to do in a state; empty in one that rests, and where {@link #onward} goes on. */
  public Optional<RotationCommand> command(RotationState state, Terms terms) {
    return switch (state) {
      case Queued queued when queued.waitsUntil().isPresent() -> Optional.empty();
      case Queued queued -> Optional.of(new RotationCommand.Plan(RETRIES.before(queued.attempt())));
      case Fetched fetched when terms.preflight() ->
          Optional.of(new RotationCommand.Preflight(fetched.candidate(), fetched.tries().after()));
      case Fetched _ -> Optional.empty();
      case Prepared prepared ->
          Optional.of(new RotationCommand.Write(prepared.candidate().changes()));
      case Applied applied ->
          Optional.of(new RotationCommand.Verify(applied.candidate().changes(), Duration.ZERO));
      case Verifying doubtful when doubtful.doubted() ->
          Optional.of(
              new RotationCommand.Probe(doubtful.candidate().changes(), doubtful.tries().after()));
      case Verifying verifying ->
          Optional.of(
              new RotationCommand.Verify(
                  verifying.candidate().changes(), verifying.tries().after()));
      case RollingBack rolling ->
          Optional.of(new RotationCommand.Restore(rolling.candidate().changes()));
      case Parked _ -> Optional.of(new RotationCommand.Reach());
      case Unchanged _, Committed _, Rejected _, RolledBack _, Superseded _, Failed _ ->
          Optional.empty();
    };
  }

  /** How long a parked rotation is left alone before its data source is tried again. */
  public Duration pause(Parked parked) {
    return PARKING.before(parked.attempt() + 1);
  }

  /**
   * The state that follows at once, without anything being done for it. What must not begin now
   * waits, as long as nothing is written to the data source; what has begun is never held up.
   */
  public Optional<RotationState> onward(RotationState state, Terms terms) {
    return switch (state) {
      case Queued queued when queued.waitsUntil().isEmpty() && terms.hold().isPresent() ->
          Optional.of(queued.toWaiting(terms.hold().get()));
      case Fetched fetched when terms.hold().isPresent() ->
          Optional.of(fetched.toWaiting(terms.hold().get()));
      case Fetched fetched when !terms.preflight() ->
          Optional.of(fetched.toPrepared("Previous and new values are journalled."));
      case Fetched _,
          Queued _,
          Prepared _,
          Applied _,
          Verifying _,
          RollingBack _,
          Parked _,
          Unchanged _,
          Committed _,
          Rejected _,
          RolledBack _,
          Superseded _,
          Failed _ ->
          Optional.empty();
    };
  }

  /**
   * The state that follows.
   *
   * @throws IllegalStateException when the input cannot occur in this state
   */
  public RotationState step(RotationState state, RotationInput input, Terms terms) {
    if (input instanceof DataSourceGone) {
      return gone(state);
    }
    return switch (state) {
      case Queued queued -> step(queued, input);
      case Fetched fetched ->
          switch (input) {
            case Tested tested -> judgement.ofPreflight(fetched, tested.result(), terms);
            case Outdated _ -> fetched.toSuperseded(Sentences.OUTDATED);
            default -> throw illegal(state, input);
          };
      case Prepared prepared ->
          switch (input) {
            case Written written when written.conflicts().isEmpty() -> prepared.toApplied();
            case Written written -> prepared.toFailed(Sentences.edited(written.conflicts()));
            case Outdated _ -> prepared.toSuperseded(Sentences.OUTDATED);
            default -> throw illegal(state, input);
          };
      case Applied applied ->
          switch (input) {
            case Tested tested -> judgement.ofNew(applied.toVerifying(), tested, terms);
            default -> throw illegal(state, input);
          };
      case Verifying verifying -> verify(verifying, input, terms);
      case RollingBack rolling ->
          switch (input) {
            case Restored restored -> judgement.ofRollback(rolling, restored);
            default -> throw illegal(state, input);
          };
      case Parked parked ->
          switch (input) {
            case Tested tested -> judgement.ofParked(parked, tested.result());
            default -> throw illegal(state, input);
          };
      case Unchanged _, Committed _, Rejected _, RolledBack _, Superseded _, Failed _ ->
          throw illegal(state, input);
    };
  }

  private static RotationState step(Queued queued, RotationInput input) {
    return switch (input) {
      case Planned planned -> queued.toFetched(planned.candidate());
      case NothingToDo nothing -> queued.toUnchanged(nothing.carried(), nothing.why());
      case Impossible impossible -> queued.toFailed(impossible.reason());
      case StoreUnavailable unavailable -> queued.toRetry(unavailable.reason());
      default -> throw illegal(queued, input);
    };
  }

  private RotationState verify(Verifying verifying, RotationInput input, Terms terms) {
    return switch (input) {
      case Tested tested when !verifying.doubted() -> judgement.ofNew(verifying, tested, terms);
      case Probed probed when verifying.doubted() ->
          judgement.ofPrevious(verifying, probed.result(), terms);
      default -> throw illegal(verifying, input);
    };
  }

  private static RotationState gone(RotationState state) {
    return switch (state) {
      case Queued queued -> queued.toFailed(Sentences.GONE);
      case Acting acting -> acting.toFailed(Sentences.GONE);
      case Parked parked -> parked.toFailed(Sentences.GONE);
      case Unchanged _, Committed _, Rejected _, RolledBack _, Superseded _, Failed _ ->
          throw illegal(state, new DataSourceGone());
    };
  }

  private static IllegalStateException illegal(RotationState state, RotationInput input) {
    return new IllegalStateException(
        input.getClass().getSimpleName() + " cannot occur in " + state.name());
  }
}
