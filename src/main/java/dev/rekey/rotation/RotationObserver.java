package dev.rekey.rotation;

import dev.rekey.event.Delivery;
import java.util.List;

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

  /** What nobody drives could not be looked for, or not be given back; that is tried again. */
  void storeFailed(RuntimeException cause);

  /** Tells each of them, in this order. */
  static RotationObserver all(List<RotationObserver> observers) {
    return new RotationObserver() {
      @Override
      public void received(Delivery delivery) {
        observers.forEach(each -> each.received(delivery));
      }

      @Override
      public void processed(Delivery delivery, Outcome outcome) {
        observers.forEach(each -> each.processed(delivery, outcome));
      }

      @Override
      public void moved(Rotation rotation) {
        observers.forEach(each -> each.moved(rotation));
      }

      @Override
      public void broke(Rotation rotation, RuntimeException cause) {
        observers.forEach(each -> each.broke(rotation, cause));
      }

      @Override
      public void storeFailed(RuntimeException cause) {
        observers.forEach(each -> each.storeFailed(cause));
      }
    };
  }

  /** What became of a delivery. */
  enum Outcome {
    QUEUED,
    JOINED,
    SETTLED,
    REPEATED,
    UNBOUND,
    NOTED,
    ALERTED,
    IGNORED,
    QUARANTINED
  }
}
