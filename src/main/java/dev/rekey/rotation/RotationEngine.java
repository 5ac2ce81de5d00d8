package dev.rekey.rotation;

import dev.rekey.datasource.DataSourceRef;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Drives open rotations to their end: asks the machine what to do, does it, journals the
 * transition, and only then goes on. One rotation at a time for each data source, in the order they
 * were queued, and never more than a fixed number of them acting at once; one that waits for a
 * further attempt does not count as acting.
 *
 * <p>Thread-safe. What it was doing when the process died is found in the journal by {@link
 * #start}.
 */
public final class RotationEngine implements AutoCloseable {
  private final Journal journal;
  private final RotationMachine machine;
  private final RotationSteps steps;
  private final RotationObserver observer;
  private final Backoff backoff;
  private final Sleeper sleeper;
  private final InstantSource clock;
  private final ExecutorService executor;
  private final Semaphore acting;
  private final Duration drain;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<DataSourceRef, Queue<Rotation>> lanes = new HashMap<>();
  private boolean closed;

  /**
   * @param executor runs each lane; shut down by {@link #close}
   * @param maxActing how many rotations may act at once, at least 1
   * @param drain how long {@link #close} lets what is under way come to an end
   */
  public RotationEngine(
      Journal journal,
      RotationMachine machine,
      RotationSteps steps,
      RotationObserver observer,
      Backoff backoff,
      Sleeper sleeper,
      InstantSource clock,
      ExecutorService executor,
      int maxActing,
      Duration drain) {
    this.journal = journal;
    this.machine = machine;
    this.steps = steps;
    this.observer = observer;
    this.backoff = backoff;
    this.sleeper = sleeper;
    this.clock = clock;
    this.executor = executor;
    this.acting = new Semaphore(maxActing, true);
    this.drain = drain;
  }

  /** Takes up everything that the journal holds open. Called once, before events come in. */
  public void start() {
    journal.open().forEach(this::submit);
  }

  /**
   * Takes over a rotation that is journalled. Returns at once; does nothing after {@link #close}.
   */
  public void submit(Rotation rotation) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      Queue<Rotation> lane = lanes.get(rotation.dataSource());
      if (lane != null) {
        lane.add(rotation);
        return;
      }
      lanes.put(rotation.dataSource(), new ArrayDeque<>());
      executor.execute(() -> runLane(rotation));
    } finally {
      lock.unlock();
    }
  }

  private void runLane(Rotation first) {
    Optional<Rotation> next = Optional.of(first);
    while (next.isPresent()) {
      try {
        drive(next.get());
      } catch (InterruptedException stopping) {
        // The journal knows where each of them stands; the next start goes on from there.
        Thread.currentThread().interrupt();
        return;
      }
      next = nextOf(first.dataSource());
    }
  }

  private Optional<Rotation> nextOf(DataSourceRef dataSource) {
    lock.lock();
    try {
      Rotation next = closed ? null : lanes.get(dataSource).poll();
      if (next == null) {
        lanes.remove(dataSource);
      }
      return Optional.ofNullable(next);
    } finally {
      lock.unlock();
    }
  }

  private void drive(Rotation rotation) throws InterruptedException {
    Rotation current = rotation;
    int failures = 0;
    while (!current.isFinal()) {
      try {
        current = advance(current);
        failures = 0;
      } catch (RuntimeException broken) {
        observer.broke(current, broken);
        failures++;
        sleeper.sleep(backoff.before(failures));
      }
    }
  }

  private Rotation advance(Rotation rotation) throws InterruptedException {
    RotationCommand command = machine.command(rotation.state()).orElseThrow();
    sleeper.sleep(backoff.before(command.attempt()));
    RotationInput input;
    acting.acquire();
    try {
      input = steps.run(rotation, command);
    } finally {
      acting.release();
    }
    if (Thread.interrupted()) {
      throw new InterruptedException("the worker is stopping");
    }
    Rotation next = rotation.moved(machine.step(rotation.state(), input), clock.instant());
    if (journal.append(next)) {
      observer.moved(next);
      return next;
    }
    // An event joined meanwhile: what was planned without it may be out of date.
    return journal.find(rotation.id()).orElseThrow();
  }

  /** Stops taking rotations, lets those under way end for a while, then interrupts them. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    executor.shutdown();
    try {
      if (!executor.awaitTermination(drain.toMillis(), TimeUnit.MILLISECONDS)) {
        executor.shutdownNow();
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
