package dev.rekey.rotation;

import dev.rekey.connector.TestResult;
import dev.rekey.rotation.RotationInput.Restored;
import dev.rekey.rotation.RotationInput.Tested;
import dev.rekey.rotation.RotationState.Fetched;
import dev.rekey.rotation.RotationState.Parked;
import dev.rekey.rotation.RotationState.RollingBack;
import dev.rekey.rotation.RotationState.Verifying;
import java.time.Duration;
import java.util.Optional;

/**
 * What a test means for a rotation. A refusal counts after the settle window, an outage after a
 * number of tests in a row, and neither is ever taken for the other. Pure and thread-safe.
 *
 * @param testAttempts how many tests in a row may end in an outage before it counts
 * @param outages the waits between them
 * @param refusals the waits inside a settle window
 */
record Judgement(int testAttempts, Backoff outages, Backoff refusals) {

  /** The new values were tested without being saved. */
  RotationState ofPreflight(Fetched fetched, TestResult result, Terms terms) {
    return switch (result) {
      case TestResult.Passed passed -> fetched.toPrepared(passed.message());
      case TestResult.Refused _, TestResult.NotPermitted _ ->
          insideWindow(fetched.tries(), terms)
              .<RotationState>map(more -> fetched.toRetry(more, result.message()))
              .orElseGet(() -> fetched.toRejected(result.message()));
      case TestResult.Unreachable _, TestResult.TimedOut _ ->
          untilItCounts(fetched.tries())
              .<RotationState>map(more -> fetched.toRetry(more, result.message()))
              .orElseGet(
                  () ->
                      fetched.toParked(
                          Sentences.sentence(result.message())
                              + " Nothing was written; it is tried again when the data source"
                              + " answers."));
      case TestResult.Misconfigured _, TestResult.Unsupported _ ->
          fetched.toRejected(result.message());
    };
  }

  /** The data source was tested with the new values in it. */
  RotationState ofNew(Verifying verifying, Tested tested, Terms terms) {
    TestResult result = tested.result();
    return switch (result) {
      case TestResult.Passed passed when tested.edited().isEmpty() -> verifying.toCommitted(passed);
      case TestResult.Passed passed ->
          verifying.toSuperseded(Sentences.editWon(tested.edited(), passed.message()));
      case TestResult.Refused _, TestResult.NotPermitted _ ->
          insideWindow(verifying.tries(), terms)
              .map(more -> verifying.toRetry(more, result.message()))
              .orElseGet(() -> verifying.toDoubt(result.message()));
      case TestResult.Unreachable _, TestResult.TimedOut _ ->
          untilItCounts(verifying.tries())
              .<RotationState>map(more -> verifying.toRetry(more, result.message()))
              .orElseGet(() -> unreachable(verifying, result.message(), terms));
      case TestResult.Misconfigured _ -> verifying.toDoubt(result.message());
      // Whoever cannot test the new values cannot test the previous ones.
      case TestResult.Unsupported _ ->
          verifying.toRollingBack(false, Sentences.sentence(result.message()));
    };
  }

  /** The new values are refused, and the previous ones were tested without being saved. */
  RotationState ofPrevious(Verifying verifying, TestResult result, Terms terms) {
    String refusal = verifying.detail();
    RotationState rollBack = verifying.toRollingBack(false, Sentences.sentence(refusal));
    return switch (result) {
      case TestResult.Passed _ ->
          switch (terms.onFailure().previousWorks()) {
            case ROLL_BACK -> rollBack;
            case KEEP -> verifying.toFailed(Sentences.keptThoughPreviousWorks(refusal));
          };
      case TestResult.Refused refused ->
          switch (terms.onFailure().previousRefused()) {
            case KEEP -> verifying.toFailed(Sentences.bothRefused(refusal, refused.message()));
            case ROLL_BACK -> rollBack;
          };
      case TestResult.Unreachable _, TestResult.TimedOut _ ->
          untilItCounts(verifying.tries())
              .<RotationState>map(more -> verifying.toRetry(more, refusal))
              .orElseGet(
                  () ->
                      unreachable(
                          verifying,
                          Sentences.sentence(refusal) + " Then: " + result.message(),
                          terms));
      // Neither says that the previous credential is dead.
      case TestResult.NotPermitted _, TestResult.Misconfigured _, TestResult.Unsupported _ ->
          rollBack;
    };
  }

  /** The previous values were put back, and the data source was tested. */
  RotationState ofRollback(RollingBack rolling, Restored restored) {
    TestResult result = restored.result();
    if (!restored.conflicts().isEmpty()) {
      return rolling.toFailed(Sentences.notRestored(restored.conflicts()));
    }
    if (rolling.park()) {
      return rolling.toParked(Sentences.parked(result.message()));
    }
    return rolling.toRolledBack(
        result instanceof TestResult.Passed
            ? Sentences.PREVIOUS_BACK
            : Sentences.previousFail(result.message()));
  }

  /** A data source that was out of reach was tested with what it holds. */
  RotationState ofParked(Parked parked, TestResult result) {
    return switch (result) {
      case TestResult.Unreachable _, TestResult.TimedOut _ -> parked.toRetry(result.message());
      case TestResult.Passed _,
          TestResult.Refused _,
          TestResult.NotPermitted _,
          TestResult.Misconfigured _,
          TestResult.Unsupported _ ->
          parked.toQueued("The data source answers again: " + Sentences.sentence(result.message()));
    };
  }

  private static RotationState unreachable(Verifying verifying, String why, Terms terms) {
    return switch (terms.onFailure().unreachable()) {
      case PARK -> verifying.toRollingBack(true, Sentences.sentence(why));
      case ROLL_BACK -> verifying.toRollingBack(false, Sentences.sentence(why));
      case KEEP -> verifying.toFailed(Sentences.keptUnverified(why));
    };
  }

  private Optional<Tries> insideWindow(Tries tries, Terms terms) {
    Duration left = terms.settleWindow().minus(tries.waited());
    Duration wait = refusals.before(tries.refusals() + 1);
    return left.isPositive()
        ? Optional.of(tries.refused(wait.compareTo(left) < 0 ? wait : left))
        : Optional.empty();
  }

  private Optional<Tries> untilItCounts(Tries tries) {
    int more = tries.outages() + 1;
    return more < testAttempts
        ? Optional.of(tries.unanswered(outages.before(more)))
        : Optional.empty();
  }
}
