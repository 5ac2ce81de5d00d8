package dev.rekey.sweep;

import dev.rekey.sweep.Steady.BrokenOff;
import dev.rekey.sweep.Subject.Page;
import dev.rekey.sweep.SweepLog.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;

/**
 * Carries one run on to its end. Reads a page after the other and has never more than two in hand:
 * the first is concluded, and where the run stands is written down, while the second is looked at.
 */
final class SweepRun<T, R> {
  private static final int PAGE = 100;
  private static final int PAGES_IN_HAND = 2;

  private final Run run;
  private final Subject<T, R> subject;
  private final SweepLog log;
  private final SweepObserver observer;
  private final ExecutorService executor;
  private final Semaphore slots;
  private final Steady steady;
  private final Duration gap;
  private final Instant began;
  private final Deque<Batch<T, R>> inHand = new ArrayDeque<>();

  /**
   * @param slots bounds what is looked at at one time
   * @param spread over which time the load of a whole run is spread
   * @param began when this worker took it up
   */
  SweepRun(
      Run run,
      Subject<T, R> subject,
      SweepLog log,
      SweepObserver observer,
      ExecutorService executor,
      Semaphore slots,
      Steady steady,
      Duration spread,
      Instant began) {
    this.run = run;
    this.subject = subject;
    this.log = log;
    this.observer = observer;
    this.executor = executor;
    this.slots = slots;
    this.steady = steady;
    this.gap = run.hurried() ? Duration.ZERO : spread.dividedBy(Math.max(1, run.total()));
    this.began = began;
  }

  /** A page under way: each look at it gives one permit back. */
  private record Batch<T, R>(Page<T> page, List<R> seen, Semaphore done) {}

  void carryOn() throws InterruptedException, BrokenOff {
    long started = 0;
    Page<T> page = subject.page(run, run.position(), PAGE);
    while (!page.isBeyondTheEnd()) {
      Batch<T, R> batch =
          new Batch<>(page, Collections.synchronizedList(new ArrayList<>()), new Semaphore(0));
      for (T item : page.items()) {
        steady.until(began.plus(gap.multipliedBy(started++)));
        steady.acquire(slots, 1);
        executor.execute(() -> look(item, batch));
      }
      inHand.add(batch);
      concludeDownTo(PAGES_IN_HAND - 1);
      page = subject.page(run, page.last(), PAGE);
    }
    concludeDownTo(0);
    subject.end(run);
  }

  private void look(T item, Batch<T, R> batch) {
    try {
      subject.look(item).ifPresent(batch.seen()::add);
    } catch (RuntimeException broken) {
      observer.broke(run.kind(), run.environment(), broken);
    } finally {
      slots.release();
      batch.done().release();
    }
  }

  private void concludeDownTo(int left) throws InterruptedException, BrokenOff {
    while (inHand.size() > left) {
      Batch<T, R> batch = inHand.remove();
      steady.acquire(batch.done(), batch.page().items().size());
      subject.conclude(run, batch.page(), List.copyOf(batch.seen()));
      if (!log.advance(run, batch.page().last(), batch.page().read().size())) {
        throw new BrokenOff("another worker has taken it over");
      }
    }
  }
}
