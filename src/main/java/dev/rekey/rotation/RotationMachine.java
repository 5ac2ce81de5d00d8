package dev.rekey.rotation;

import dev.rekey.connector.TestResult;
import dev.rekey.rotation.RotationInput.DataSourceGone;
import dev.rekey.rotation.RotationInput.Impossible;
import dev.rekey.rotation.RotationInput.NothingToDo;
import dev.rekey.rotation.RotationInput.Planned;
import dev.rekey.rotation.RotationInput.Restored;
import dev.rekey.rotation.RotationInput.StoreUnavailable;
import dev.rekey.rotation.RotationInput.Tested;
import dev.rekey.rotation.RotationInput.Written;
import dev.rekey.rotation.RotationState.Applied;
import dev.rekey.rotation.RotationState.Committed;
import dev.rekey.rotation.RotationState.Failed;
import dev.rekey.rotation.RotationState.Prepared;
import dev.rekey.rotation.RotationState.Queued;
import dev.rekey.rotation.RotationState.RolledBack;
import dev.rekey.rotation.RotationState.RollingBack;
import dev.rekey.rotation.RotationState.Unchanged;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Decides what follows. Pure: no clock, no I/O, no logging; thread-safe. */
public final class RotationMachine {
  private static final String GONE =
      "The data source does not exist any more: create it again under its name, or take the binding out.";

  private final int testAttempts;

  /**
   * @param testAttempts how many tests in a row may end in an outage before the new values are
   *     rolled back; at least 1
   */
  public RotationMachine(int testAttempts) {
    this.testAttempts = testAttempts;
  }

  /** What to do in a state; empty in a final one. */
  public Optional<RotationCommand> command(RotationState state) {
    return switch (state) {
      case Queued queued -> Optional.of(new RotationCommand.Plan(queued.attempt()));
      case Prepared prepared -> Optional.of(new RotationCommand.Write(prepared.changes()));
      case Applied applied -> Optional.of(new RotationCommand.Test(applied.attempt()));
      case RollingBack rolling -> Optional.of(new RotationCommand.Restore(rolling.changes()));
      case Unchanged _, Committed _, RolledBack _, Failed _ -> Optional.empty();
    };
  }

  /**
   * The state that follows.
   *
   * @throws IllegalStateException when the input cannot occur in this state
   */
  public RotationState step(RotationState state, RotationInput input) {
    return switch (state) {
      case Queued queued ->
          switch (input) {
            case Planned planned -> queued.toPrepared(planned.version(), planned.changes());
            case NothingToDo nothing -> queued.toUnchanged(nothing.version(), nothing.why());
            case Impossible impossible -> queued.toFailed(impossible.reason());
            case StoreUnavailable unavailable -> queued.toRetry(unavailable.reason());
            case DataSourceGone _ -> queued.toFailed(GONE);
            case Written _, Tested _, Restored _ -> throw illegal(state, input);
          };
      case Prepared prepared ->
          switch (input) {
            case Written written when written.conflicts().isEmpty() -> prepared.toApplied();
            case Written written -> prepared.toFailed(edited(written.conflicts()));
            case DataSourceGone _ -> prepared.toFailed(GONE);
            case Planned _, NothingToDo _, Impossible _, StoreUnavailable _, Tested _, Restored _ ->
                throw illegal(state, input);
          };
      case Applied applied ->
          switch (input) {
            case Tested tested -> judge(applied, tested.result());
            case DataSourceGone _ -> applied.toFailed(GONE);
            case Planned _,
                NothingToDo _,
                Impossible _,
                StoreUnavailable _,
                Written _,
                Restored _ ->
                throw illegal(state, input);
          };
      case RollingBack rolling ->
          switch (input) {
            case Restored restored when restored.conflicts().isEmpty() ->
                rolling.toRolledBack(afterRollback(restored.result()));
            case Restored restored -> rolling.toFailed(notRestored(restored.conflicts()));
            case DataSourceGone _ -> rolling.toFailed(GONE);
            case Planned _, NothingToDo _, Impossible _, StoreUnavailable _, Written _, Tested _ ->
                throw illegal(state, input);
          };
      case Unchanged _, Committed _, RolledBack _, Failed _ -> throw illegal(state, input);
    };
  }

  private RotationState judge(Applied applied, TestResult result) {
    return switch (result) {
      case TestResult.Passed passed -> applied.toCommitted(passed);
      case TestResult.Unreachable _, TestResult.TimedOut _
          when applied.attempt() + 1 < testAttempts ->
          applied.toRetry(result.message());
      case TestResult.Unreachable _,
          TestResult.TimedOut _,
          TestResult.Refused _,
          TestResult.NotPermitted _,
          TestResult.Misconfigured _,
          TestResult.Unsupported _ ->
          applied.toRollingBack(result.message());
    };
  }

  private static String edited(Set<String> keys) {
    return "Someone else changed "
        + String.join(", ", new TreeSet<>(keys))
        + " meanwhile, so that nothing was written: publish the secret again if it shall win.";
  }

  private static String notRestored(Set<String> keys) {
    return "The previous values are back, except for "
        + String.join(", ", new TreeSet<>(keys))
        + ", which someone else changed meanwhile: test the data source and set these keys by hand.";
  }

  private static String afterRollback(TestResult result) {
    return switch (result) {
      case TestResult.Passed _ -> "The previous values are back and pass the test.";
      case TestResult.Refused _,
          TestResult.NotPermitted _,
          TestResult.Misconfigured _,
          TestResult.Unreachable _,
          TestResult.TimedOut _,
          TestResult.Unsupported _ ->
          "The previous values are back, but do not pass the test either: " + result.message();
    };
  }

  private static IllegalStateException illegal(RotationState state, RotationInput input) {
    return new IllegalStateException(
        input.getClass().getSimpleName() + " cannot occur in " + state.name());
  }
}
