package dev.rekey.sweep;

/** What a sweep looks at. */
public enum SweepKind {
  /** Tests every data source. */
  HEALTH,
  /** Compares the current version of every bound secret with the one last applied. */
  DRIFT
}
