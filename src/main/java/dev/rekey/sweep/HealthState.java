package dev.rekey.sweep;

/** How a data source is. */
public enum HealthState {
  /** Not tested yet, or not testable. */
  UNKNOWN,
  HEALTHY,
  /** Passes and fails by turns. */
  DEGRADED,
  FAILING;

  /** Whether a person should know. */
  public boolean isTrouble() {
    return switch (this) {
      case DEGRADED, FAILING -> true;
      case UNKNOWN, HEALTHY -> false;
    };
  }
}
