package dev.rekey.chaos;

import dev.rekey.testing.RotationEvents;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Changes secrets at random and publishes an event for each change, at a steady pace. */
final class EventStream {
  private final List<ManagedSecret> secrets;
  private final BiConsumer<String, String> secretWriter;
  private final RotationEvents events;
  private final RandomGenerator random;
  private final Duration pace;
  private final AtomicInteger sent = new AtomicInteger();
  private volatile boolean running;
  private volatile @Nullable RuntimeException failure;
  private @Nullable Thread thread;

  /**
   * @param secretWriter puts a content into the secret of a name
   * @param pace the time between two events
   */
  EventStream(
      List<ManagedSecret> secrets,
      BiConsumer<String, String> secretWriter,
      RotationEvents events,
      RandomGenerator random,
      Duration pace) {
    this.secrets = secrets;
    this.secretWriter = secretWriter;
    this.events = events;
    this.random = random;
    this.pace = pace;
  }

  void start() {
    if (thread == null) {
      running = true;
      thread = Thread.ofPlatform().name("event-stream").daemon().start(this::run);
    }
  }

  /**
   * Returns when the last event is published.
   *
   * @throws IllegalStateException when it broke off before
   */
  void pause() {
    running = false;
    if (thread != null) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      thread = null;
    }
    if (failure != null) {
      throw new IllegalStateException("the stream of events broke off", failure);
    }
  }

  /** How many events have been published so far. */
  int sent() {
    return sent.get();
  }

  private void run() {
    try {
      while (running) {
        next();
        LockSupport.parkNanos(pace.toNanos());
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  private void next() {
    ManagedSecret secret = secrets.get(random.nextInt(secrets.size()));
    Credential credential = secret.change(Change.pick(random));
    secretWriter.accept(secret.name(), credential.json());
    events.publish(secret.name());
    sent.incrementAndGet();
  }
}
