package dev.rekey.event;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that brings news of secrets. Hands each message to an {@link Intake} and acknowledges
 * it only after that has returned.
 */
public interface EventSource extends AutoCloseable {
  /** A short name for logs and metrics, such as {@code kafka}. */
  String name();

  /** Begins to receive. Returns at once; called once. */
  void start();

  /** When this source last saw its sender alive, or empty when it has not yet. */
  Optional<Instant> lastPolled();

  /** How often it polls when all is well; readiness is lost after three of these without a poll. */
  Duration pollInterval();

  /** Stops receiving and waits for what is under way. May be called twice. */
  @Override
  void close();
}
