package dev.rekey.rotation;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.rotation.Journal.Appended;
import dev.rekey.rotation.Journal.Move;
import dev.rekey.rotation.RotationState.Parked;
import dev.rekey.secret.Freshness;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Drives claimed rotations to their end: asks the machine what to do, does it, journals the
 * transition, and only then goes on. Which rotation comes next for a data source the journal says.
 * Never more than a fixed number of rotations act at once; one that waits for a further attempt
 * does not count as acting.
 *
 * <p>Thread-safe. What nobody drives, because its worker died or its wake-up was lost, is taken up
 * from the journal at the start and at fixed intervals.
 */
public final class RotationEngine implements RotationDriver, ParkedRotations, AutoCloseable {
  private static final int TAKEN_AT_ONCE = 500;
  private static final Backoff AFTER_ERRORS =
      new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
  private static final Duration AFTER_DRAIN = Duration.ofSeconds(2);

  private final Journal journal;
  private final RotationMachine machine;
  private final RotationCommands steps;
  private final Function<Rotation, Terms> terms;
  private final Runnable beforeTakeUps;
  private final RotationObserver observer;
  private final Pace pace;
  private final ExecutorService executor;
  private final Semaphore acting;
  private final Room room;
  private final Rests rests;
  private volatile Optional<Instant> lastLook = Optional.empty();
  private final Map<String, Rotation> watched = new ConcurrentHashMap<>();

  /**
   * How time passes for the engine.
   *
   * @param clock for what is journalled
   * @param nanoClock for how fresh a fetched secret is
   * @param betweenTakeUps how often what nobody drives is looked for, and the lease is renewed
   * @param drain how long {@link #close} lets what is under way come to an end
   */
  public record Pace(
      InstantSource clock,
      LongSupplier nanoClock,
      Sleeper sleeper,
      Jitter jitter,
      Duration betweenTakeUps,
      Duration drain) {}

  /**
   * How much it does at once.
   *
   * @param maxActing how many rotations may act at once, at least 1
   * @param maxInHand how many it takes before {@link #awaitRoom} blocks, at least 1
   */
  public record Bounds(int maxActing, int maxInHand) {}

  /**
   * @param terms on what terms a rotation is carried out
   * @param beforeTakeUps run before what nobody drives is looked for; may block
   * @param executor runs each rotation, with a thread of its own for each; shut down by {@link
   *     #close}
   */
  public RotationEngine(
      Journal journal,
      RotationMachine machine,
      RotationCommands steps,
      Function<Rotation, Terms> terms,
      Runnable beforeTakeUps,
      RotationObserver observer,
      Pace pace,
      Bounds bounds,
      ExecutorService executor) {
    this.journal = journal;
    this.machine = machine;
    this.steps = steps;
    this.terms = terms;
    this.beforeTakeUps = beforeTakeUps;
    this.observer = observer;
    this.pace = pace;
    this.executor = executor;
    this.acting = new Semaphore(bounds.maxActing(), true);
    this.room = new Room(bounds.maxInHand());
    this.rests = new Rests(pace.sleeper(), pace.jitter());
  }

  /** Takes up what nobody drives, now and from now on. Called once, before events come in. */
  public void start() {
    takeUpAll();
    run(this::keepTakingUp);
  }

  @Override
  public void awaitRoom() throws InterruptedException {
    room.await();
  }

  @Override
  public Freshness now() {
    return Freshness.since(pace.nanoClock().getAsLong());
  }

  @Override
  public void submit(Rotation rotation, Freshness fresh) {
    if (rotation.state() instanceof Parked) {
      run(() -> watch(rotation));
    } else {
      run(() -> driveAll(rotation, fresh));
    }
  }

  /** What runs on a thread of its own until it is done, or until the engine stops. */
  private interface Task {
    void run() throws InterruptedException;
  }

  @SuppressWarnings("UnusedException") // both say only that the engine stops
  private void run(Task task) {
    try {
      executor.execute(
          () -> {
            try {
              task.run();
            } catch (InterruptedException stopping) {
              // The journal knows where each of them stands; who takes it up goes on from there.
              Thread.currentThread().interrupt();
            }
          });
    } catch (RejectedExecutionException stopping) {
      // As above.
    }
  }

  private void driveAll(Rotation first, Freshness fresh) throws InterruptedException {
    room.enter();
    try {
      Optional<Rotation> next = drive(first, fresh);
      while (next.isPresent() && !rests.isClosed()) {
        next = drive(next.get(), now());
      }
    } finally {
      room.leave();
    }
  }

  /** Drives a rotation as long as it is ours; gives the next one of its data source. */
  private Optional<Rotation> drive(Rotation rotation, Freshness fresh) throws InterruptedException {
    Step step = new Step(rotation, fresh, Optional.empty());
    int failures = 0;
    while (step.rotation().claimed()) {
      try {
        step = advance(step.rotation(), step.fresh());
        failures = 0;
      } catch (RuntimeException broken) {
        failures++;
        observer.broke(step.rotation(), broken);
        rests.rest(AFTER_ERRORS.before(failures));
      }
    }
    if (step.rotation().state() instanceof Parked) {
      submit(step.rotation(), step.fresh());
    }
    return step.next();
  }

  /**
   * Where an advance has led to.
   *
   * @param next what comes next for the data source, claimed
   */
  private record Step(Rotation rotation, Freshness fresh, Optional<Rotation> next) {}

  private Step advance(Rotation rotation, Freshness fresh) throws InterruptedException {
    Terms own = terms.apply(rotation);
    Optional<RotationState> onward = machine.onward(rotation.state(), own);
    if (onward.isPresent()) {
      return write(rotation, onward.get(), Optional.empty(), fresh);
    }
    RotationCommand command = machine.command(rotation.state(), own).orElseThrow();
    if (!command.after().isZero()) {
      rests.rest(command.after());
      Optional<RotationState> held = machine.onward(rotation.state(), terms.apply(rotation));
      if (held.isPresent()) {
        return write(rotation, held.get(), Optional.empty(), fresh);
      }
    }
    Optional<RotationInput> input = act(rotation, command, fresh);
    if (Thread.interrupted()) {
      throw new InterruptedException("the worker is stopping");
    }
    return input.isEmpty()
        ? lost(rotation)
        : write(
            rotation,
            machine.step(rotation.state(), input.get(), own),
            input.get().verdict(),
            fresh);
  }

  /**
   * Tests are bounded where they are made, by the kind of what they test: one that waits for its
   * turn there must not keep others from acting.
   */
  private Optional<RotationInput> act(Rotation rotation, RotationCommand command, Freshness fresh)
      throws InterruptedException {
    return switch (command) {
      case RotationCommand.Plan _, RotationCommand.Write _ -> {
        acting.acquire();
        try {
          yield steps.run(rotation, command, fresh);
        } finally {
          acting.release();
        }
      }
      case RotationCommand.Preflight _,
          RotationCommand.Verify _,
          RotationCommand.Probe _,
          RotationCommand.Restore _,
          RotationCommand.Reach _ ->
          steps.run(rotation, command, fresh);
    };
  }

  private Step write(
      Rotation rotation,
      RotationState state,
      Optional<TestResult.Verdict> verdict,
      Freshness fresh) {
    Rotation last = rotation.moved(state, pace.clock().instant());
    List<Move> moves = new ArrayList<>(List.of(new Move(last, verdict)));
    for (Optional<RotationState> onward = machine.onward(state, terms.apply(last));
        onward.isPresent();
        onward = machine.onward(last.state(), terms.apply(last))) {
      last = last.moved(onward.get(), last.updatedAt());
      moves.add(new Move(last, Optional.empty()));
    }
    return switch (journal.append(moves)) {
      case Appended.Lost _ -> lost(rotation);
      case Appended.Written written -> {
        moves.forEach(move -> observer.moved(move.rotation()));
        yield written.news() && isUntouched(last.state())
            ? write(
                last,
                machine.step(last.state(), new RotationInput.Outdated(), terms.apply(last)),
                Optional.empty(),
                fresh)
            : new Step(last, fresh, written.next());
      }
    };
  }

  /** Whether nothing has been written to the data source by whoever has just come to this state. */
  private static boolean isUntouched(RotationState state) {
    return state instanceof RotationState.Fetched || state instanceof RotationState.Prepared;
  }

  /** An event joined, another worker took over, or the answer to our own write got lost. */
  private Step lost(Rotation rotation) {
    return new Step(journal.find(rotation.id()).orElseThrow(), now(), Optional.empty());
  }

  @Override
  public void reachable(Collection<DataSourceRef> answering) {
    for (Rotation parked : journal.parked(answering)) {
      journal.claim(parked).ifPresent(claimed -> run(() -> driveAll(claimed, now())));
    }
  }

  /**
   * Waits beside a parked rotation, then claims it to see whether its data source answers. There is
   * one watch for each: it ends before the rotation is driven, which may be parked again at once,
   * and goes on when that has happened while it looked.
   */
  private void watch(Rotation parked) throws InterruptedException {
    String id = parked.id();
    if (watched.put(id, parked) != null) {
      return;
    }
    Rotation last = parked;
    Optional<Rotation> claimed = claimLater(last);
    while (claimed.isEmpty() && !watched.remove(id, last)) {
      last = watched.get(id);
      claimed = claimLater(last);
    }
    if (claimed.isPresent()) {
      watched.remove(id);
      driveAll(claimed.get(), now());
    }
  }

  /** Gives the rotation as soon as its pause is over; empty when somebody else has taken it. */
  private Optional<Rotation> claimLater(Rotation parked) throws InterruptedException {
    Optional<Rotation> waiting = Optional.of(parked);
    int failures = 0;
    while (waiting.isPresent() && waiting.get().state() instanceof Parked state) {
      rests.rest(failures == 0 ? machine.pause(state) : AFTER_ERRORS.before(failures));
      try {
        Optional<Rotation> claimed = journal.claim(waiting.get());
        if (claimed.isPresent()) {
          return claimed;
        }
        waiting = journal.find(parked.id());
        failures = 0;
      } catch (RuntimeException broken) {
        failures++;
        observer.broke(parked, broken);
      }
    }
    return Optional.empty();
  }

  private void keepTakingUp() throws InterruptedException {
    while (!rests.isClosed()) {
      rests.rest(pace.betweenTakeUps());
      lastLook = Optional.of(pace.clock().instant());
      try {
        takeUpAll();
      } catch (RuntimeException broken) {
        observer.storeFailed(broken);
      }
    }
  }

  /** When it was looked last for what nobody drives; empty before the first time. */
  public Optional<Instant> lastLook() {
    return lastLook;
  }

  private void takeUpAll() {
    beforeTakeUps.run();
    for (List<Rotation> taken = journal.takeUp(TAKEN_AT_ONCE, pace.clock().instant());
        !taken.isEmpty() && !rests.isClosed();
        taken = journal.takeUp(TAKEN_AT_ONCE, pace.clock().instant())) {
      Freshness fresh = now();
      taken.forEach(rotation -> submit(rotation, fresh));
    }
  }

  /**
   * Takes no further rotation, lets those that act come to an end for a while, then interrupts them
   * and gives everything back that has not ended.
   */
  @Override
  public void close() {
    rests.close();
    executor.shutdown();
    try {
      if (!executor.awaitTermination(pace.drain().toMillis(), TimeUnit.MILLISECONDS)) {
        executor.shutdownNow();
        boolean _ = executor.awaitTermination(AFTER_DRAIN.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      executor.shutdownNow();
      Thread.currentThread().interrupt();
    }
    try {
      journal.leave();
    } catch (RuntimeException broken) {
      observer.storeFailed(broken);
    }
  }
}
