package dev.rekey.chaos;

import java.util.List;

/**
 * An invariant was broken.
 *
 * @param subject the data source or the rotation
 */
record Violation(Invariant invariant, String subject, String what) {
  /** The same with what happened before, for a person. */
  Violation after(List<String> lastLogins) {
    return new Violation(invariant, subject, what + ", after " + lastLogins);
  }

  @Override
  public String toString() {
    return invariant + " " + subject + ": " + what;
  }
}
