package dev.rekey.rotation;

import java.time.Duration;
import java.util.Optional;

/**
 * On what terms the rotations of a binding are carried out.
 *
 * @param settleWindow how long the new credential may be refused before the refusal counts
 * @param preflight whether the new values are tested before they are saved
 * @param hold what keeps one from beginning now
 */
public record Terms(
    Duration settleWindow, boolean preflight, OnFailure onFailure, Optional<Hold> hold) {

  /** Terms of a rotation that nothing keeps from beginning. */
  public Terms(Duration settleWindow, boolean preflight, OnFailure onFailure) {
    this(settleWindow, preflight, onFailure, Optional.empty());
  }

  /** These terms while something keeps the rotation from beginning, or nothing does. */
  Terms held(Optional<Hold> by) {
    return new Terms(settleWindow, preflight, onFailure, by);
  }

  /**
   * What follows when the new values do not pass.
   *
   * @param previousWorks the new values are refused, and the previous ones pass
   * @param previousRefused the new values are refused, and the previous ones are refused too
   * @param unreachable nothing can be said, because the data source does not answer
   */
  public record OnFailure(
      PreviousWorks previousWorks, PreviousRefused previousRefused, Unreachable unreachable) {
    public static final OnFailure DEFAULT =
        new OnFailure(PreviousWorks.ROLL_BACK, PreviousRefused.KEEP, Unreachable.PARK);

    /** No outage takes back what a person wrote, and there is nowhere to fetch it again. */
    static final OnFailure OF_AN_EDIT =
        new OnFailure(PreviousWorks.ROLL_BACK, PreviousRefused.KEEP, Unreachable.KEEP);
  }

  /** The new values are refused, and the previous ones pass. */
  public enum PreviousWorks {
    ROLL_BACK,
    /** Leave the new values, and fail. */
    KEEP
  }

  /** Both are refused. */
  public enum PreviousRefused {
    /** Leave the new values, and fail: the previous ones are known to be dead. */
    KEEP,
    ROLL_BACK
  }

  /** The data source does not answer. */
  public enum Unreachable {
    /** Roll back, and try again when it answers. */
    PARK,
    ROLL_BACK,
    /** Leave the new values, and fail. */
    KEEP
  }
}
