package dev.rekey.rotation;

import dev.rekey.event.Delivery;

/**
 * Is told what happens, for metrics and logs. Must be quick and must not throw. Called from many
 * threads.
 */
public interface RotationObserver {
  /** A delivery came in; nothing is done with it yet. */
  void received(Delivery delivery);

  /**
   * A delivery is durable, or needs nothing; told once for each binding where there are several.
   */
  void processed(Delivery delivery, Outcome outcome);

  /** A rotation was journalled in a new state, its first one included. */
  void moved(Rotation rotation);

  /** Something broke while a rotation was carried out; it will be tried again. */
  void broke(Rotation rotation, RuntimeException cause);

  /** What became of a delivery. */
  enum Outcome {
    QUEUED,
    JOINED,
    SETTLED,
    REPEATED,
    UNBOUND,
    QUARANTINED
  }
}
