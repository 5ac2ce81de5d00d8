package dev.rekey.client;

/** Where a rotation stands. */
public enum RotationState {
  QUEUED,
  PREPARED,
  APPLIED,
  ROLLING_BACK,
  UNCHANGED,
  COMMITTED,
  ROLLED_BACK,
  FAILED,
  /** A state that a newer server has and this client does not know. */
  UNKNOWN;

  /** Whether nothing follows this state; false for {@link #UNKNOWN}. */
  public boolean isFinal() {
    return switch (this) {
      case UNCHANGED, COMMITTED, ROLLED_BACK, FAILED -> true;
      case QUEUED, PREPARED, APPLIED, ROLLING_BACK, UNKNOWN -> false;
    };
  }
}
