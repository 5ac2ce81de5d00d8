package dev.rekey.rotation;

/** Why there is a rotation. */
public enum RotationCause {
  /** A source told of a new version. */
  EVENT,
  /** A sweep found a version that no source had told of. */
  DRIFT,
  /** A person asked for it. */
  TRIGGER,
  /** A person asked for it now, whatever change windows and freezes say. */
  OVERRIDE,
  /** A person asked for an earlier one once more. */
  REPLAY,
  /** A person put a binding into the store, or changed one there. */
  BINDING;

  /** Whether a person wants it: then a version that was rolled back is tried again. */
  public boolean isPerson() {
    return switch (this) {
      case EVENT, DRIFT -> false;
      case TRIGGER, OVERRIDE, REPLAY, BINDING -> true;
    };
  }

  /** Whether it waits for neither a change window nor the end of a freeze. */
  public boolean overrides() {
    return this == OVERRIDE;
  }

  /** Why there is one rotation for both: what asks for more counts. */
  public RotationCause or(RotationCause other) {
    boolean stronger = other.overrides() || (other.isPerson() && !overrides());
    return stronger ? other : this;
  }
}
