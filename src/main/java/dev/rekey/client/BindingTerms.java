package dev.rekey.client;

import java.time.Duration;
import java.util.Optional;

/**
 * On what terms the rotations of a binding are carried out.
 *
 * @param settleWindow how long a refusal does not count, 0 to 10 minutes; empty for that of the
 *     kind
 * @param preflight whether the new values are tested before they are saved
 * @param previousWorks the new values are refused, and the previous ones pass: {@link
 *     FailureAction#ROLL_BACK} or {@link FailureAction#KEEP}
 * @param previousRefused both are refused: {@link FailureAction#KEEP} or {@link
 *     FailureAction#ROLL_BACK}
 * @param unreachable the data source does not answer: any of them
 */
public record BindingTerms(
    Optional<Duration> settleWindow,
    boolean preflight,
    FailureAction previousWorks,
    FailureAction previousRefused,
    FailureAction unreachable) {
  /** What holds where nothing else is said. */
  public static final BindingTerms USUAL =
      new BindingTerms(
          Optional.empty(), false, FailureAction.ROLL_BACK, FailureAction.KEEP, FailureAction.PARK);

  /** What follows when new values do not pass. */
  public enum FailureAction {
    ROLL_BACK,
    /** Leave the new values, and fail. */
    KEEP,
    /** Roll back, and try again when the data source answers. */
    PARK
  }
}
