package dev.rekey.client;

/** How a data source is. */
public enum HealthState {
  /** Not tested yet, or in a state that a newer server has and this client does not know. */
  UNKNOWN,
  HEALTHY,
  /** Passes and fails by turns. */
  DEGRADED,
  FAILING
}
