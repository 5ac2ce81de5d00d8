package dev.rekey.rotation;

/** Why there is a rotation. */
public enum RotationCause {
  /** A source told of a new version. */
  EVENT,
  /** A person asked for it. */
  TRIGGER,
  /** A person asked for an earlier one once more. */
  REPLAY;

  /** Whether a person wants it: then a version that was rolled back is tried again. */
  public boolean isPerson() {
    return switch (this) {
      case EVENT -> false;
      case TRIGGER, REPLAY -> true;
    };
  }
}
