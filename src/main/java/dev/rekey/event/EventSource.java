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

  /**
   * What it reads from, such as the name of a topic or a queue; one source has one name with it.
   */
  String place();

  /** Begins to receive. Returns at once; called once. */
  void start();

  /** When this source last saw its sender alive, or empty when it has not yet. */
  Optional<Instant> lastPolled();

  /** How often it polls when all is well; readiness is lost after three of these without a poll. */
  Duration pollInterval();

  /**
   * What keeps it from receiving at present, in one line for a person: names the resource, and the
   * permission that is missing. Empty while all is well.
   */
  default Optional<String> problem() {
    return Optional.empty();
  }

  /** Stops receiving and waits for what is under way. May be called twice. */
  @Override
  void close();
}
