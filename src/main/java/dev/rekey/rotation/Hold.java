package dev.rekey.rotation;

import java.time.Instant;

/**
 * What keeps a rotation from beginning.
 *
 * @param why in a sentence for a person
 * @param until when it is looked at again; {@link #INDEFINITELY} where nobody knows
 */
public record Hold(String why, Instant until) {
  /** Until someone lifts it. */
  public static final Instant INDEFINITELY = Instant.parse("9999-12-31T23:59:59Z");

  /** What is left of both. */
  Hold or(Hold other) {
    return other.until().isAfter(until) ? other : this;
  }

  /** For the detail of a rotation that waits. */
  String sentence() {
    return until.equals(INDEFINITELY)
        ? "Waits until it is lifted: " + why
        : "Waits until " + until + ": " + why;
  }
}
