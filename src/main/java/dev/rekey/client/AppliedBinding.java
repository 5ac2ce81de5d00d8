package dev.rekey.client;

import java.util.Optional;

/**
 * What became of a binding that was applied.
 *
 * @param rotationId the rotation that carries it out, unless nothing was done
 */
public record AppliedBinding(Outcome outcome, Optional<String> rotationId) {
  /** What was done. */
  public enum Outcome {
    CREATED,
    CHANGED,
    /** It was there as it is. */
    UNCHANGED
  }
}
