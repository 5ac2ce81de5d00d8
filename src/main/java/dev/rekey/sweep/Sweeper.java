package dev.rekey.sweep;

import dev.rekey.rotation.Sleeper;
import dev.rekey.sweep.Steady.BrokenOff;
import dev.rekey.sweep.SweepLog.Run;
import dev.rekey.sweep.SweepLog.Standing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Carries out the sweeps of a kind when they are due, asked for, or left behind by a worker that is
 * dead: never more than one at a time, over all workers.
 */
public final class Sweeper implements AutoCloseable {
  private static final Duration BEAT = Duration.ofMillis(200);
  private static final Duration AFTER_ERRORS = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final SweepKind kind;
  private final List<SweepPlan> plans;
  private final Subject<?, ?> subject;
  private final SweepLog log;
  private final SweepObserver observer;
  private final Pace pace;
  private final Semaphore slots;
  private final ExecutorService executor;
  private final ReentrantLock ticking = new ReentrantLock();
  private volatile boolean closed;
  private volatile Instant pausedUntil = Instant.MIN;

  /**
   * How time and chance come in.
   *
   * @param ids gives ids to runs
   * @param renewal how often the lease is renewed: well below its length
   * @param firstWithin how long after the first start of all a first sweep begins at the latest
   */
  public record Pace(
      InstantSource clock,
      Sleeper sleeper,
      RandomGenerator random,
      Supplier<String> ids,
      Duration renewal,
      Duration firstWithin) {}

  /**
   * @param concurrency how many are looked at at one time, at least 1
   * @param executor runs each look, with a thread of its own for each; shut down by {@link #close}
   */
  Sweeper(
      SweepKind kind,
      List<SweepPlan> plans,
      Subject<?, ?> subject,
      SweepLog log,
      SweepObserver observer,
      Pace pace,
      int concurrency,
      ExecutorService executor) {
    this.kind = kind;
    this.plans = List.copyOf(plans);
    this.subject = subject;
    this.log = log;
    this.observer = observer;
    this.pace = pace;
    this.slots = new Semaphore(concurrency, true);
    this.executor = executor;
  }

  /**
   * Does what is to be done now, which may take long. To be called about once in a second; a call
   * that comes while one is at work returns at once.
   */
  public void tick() {
    if (closed || pace.clock().instant().isBefore(pausedUntil) || !ticking.tryLock()) {
      return;
    }
    try {
      for (SweepPlan plan : plans) {
        tick(plan);
      }
    } finally {
      ticking.unlock();
    }
  }

  private void tick(SweepPlan plan) {
    try {
      if (!closed && isDue(plan, log.standing(kind, plan.environment())) && log.lease(kind)) {
        try {
          sweep(plan);
        } finally {
          log.release(kind);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException broken) {
      pausedUntil = pace.clock().instant().plus(AFTER_ERRORS);
      observer.broke(kind, plan.environment(), broken);
    }
  }

  private boolean isDue(SweepPlan plan, Standing standing) {
    Instant now = pace.clock().instant();
    if (standing.run().isPresent() || standing.asked()) {
      return true;
    }
    Optional<Instant> next = plan.schedule().after(now);
    if (next.isEmpty()) {
      return false;
    }
    Instant latest = next.get().plus(plan.jitter());
    if (standing.nextDue().stream().noneMatch(due -> !due.isAfter(latest))) {
      // There was none yet, or the schedule is another one now.
      Instant first = now.plus(some(pace.firstWithin()));
      log.schedule(kind, plan.environment(), first.isBefore(next.get()) ? first : next.get());
      return false;
    }
    return !now.isBefore(standing.nextDue().get());
  }

  /** Looks again, now that nobody else begins one. */
  private void sweep(SweepPlan plan) throws InterruptedException {
    Standing standing = log.standing(kind, plan.environment());
    if (!isDue(plan, standing)) {
      return;
    }
    Instant now = pace.clock().instant();
    Optional<Instant> next = plan.schedule().after(now).map(at -> at.plus(some(plan.jitter())));
    Optional<Run> run =
        standing
            .run()
            .or(
                () ->
                    log.begin(
                        kind,
                        plan.environment(),
                        pace.ids().get(),
                        subject.count(plan.environment()),
                        now,
                        next));
    if (run.isPresent()) {
      observer.began(run.get());
      carryOn(plan, run.get(), now);
    }
  }

  @SuppressWarnings("UnusedException") // it says only that someone else goes on
  private void carryOn(SweepPlan plan, Run run, Instant now) throws InterruptedException {
    Steady steady =
        new Steady(
            pace.clock(),
            pace.sleeper(),
            BEAT,
            pace.renewal(),
            () -> !closed,
            () -> log.lease(kind));
    try {
      new SweepRun<>(run, subject, log, observer, executor, slots, steady, spread(plan, run), now)
          .carryOn();
      Instant end = pace.clock().instant();
      if (log.finish(run, end)) {
        observer.finished(run, end);
      }
    } catch (BrokenOff leftToOthers) {
      // Where it stands is written down.
    }
  }

  private static Duration spread(SweepPlan plan, Run run) {
    return plan.schedule()
        .after(run.startedAt())
        .map(next -> Duration.between(run.startedAt(), next))
        .map(length -> Duration.ofMillis((long) (length.toMillis() * plan.spread())))
        .orElse(Duration.ZERO);
  }

  private Duration some(Duration most) {
    return Duration.ofMillis((long) (most.toMillis() * pace.random().nextDouble()));
  }

  /** Breaks off what is under way, which goes on later, and waits for that for a moment. */
  @Override
  public void close() {
    closed = true;
    try {
      if (ticking.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        ticking.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    executor.shutdownNow();
  }
}
