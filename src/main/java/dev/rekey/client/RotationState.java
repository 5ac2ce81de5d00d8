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
  FETCHED,
  VERIFYING,
  /** Waits until its data source can be reached again. */
  PARKED,
  /** Was refused before anything was touched. */
  REJECTED,
  /** A newer version came first. */
  SUPERSEDED,
  /** A state that a newer server has and this client does not know. */
  UNKNOWN;

  /** Whether nothing follows this state; false for {@link #UNKNOWN}. */
  public boolean isFinal() {
    return switch (this) {
      case UNCHANGED, COMMITTED, ROLLED_BACK, FAILED, REJECTED, SUPERSEDED -> true;
      case QUEUED, FETCHED, PREPARED, APPLIED, VERIFYING, ROLLING_BACK, PARKED, UNKNOWN -> false;
    };
  }
}
