package dev.rekey.ops.tracing;

import dev.rekey.event.Delivery;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationObserver;
import io.opentelemetry.context.Scope;

/** Tells of rotations inside their traces, so that what is counted can name one as an example. */
record TracedObserver(RotationObserver observer) implements RotationObserver {
  @Override
  public void received(Delivery delivery) {
    observer.received(delivery);
  }

  @Override
  public void processed(Delivery delivery, Outcome outcome) {
    observer.processed(delivery, outcome);
  }

  @Override
  public void moved(Rotation rotation) {
    try (Scope _ = Spans.context(rotation.trace()).makeCurrent()) {
      observer.moved(rotation);
    }
  }

  @Override
  public void broke(Rotation rotation, RuntimeException cause) {
    try (Scope _ = Spans.context(rotation.trace()).makeCurrent()) {
      observer.broke(rotation, cause);
    }
  }

  @Override
  public void storeFailed(RuntimeException cause) {
    observer.storeFailed(cause);
  }
}
