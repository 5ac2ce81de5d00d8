package dev.rekey.secret;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Lets many who need one secret share one fetch of it. Thread-safe; blocks, without holding the
 * carrier of a virtual thread.
 *
 * <p>A fetch serves whoever needs nothing fresher than its beginning, while it is under way and
 * afterwards. Only secrets that were found are kept: a bounded number of them, and each until the
 * first call after nobody has asked for it during the idle time.
 */
public final class SharedFetches {
  private final SecretStore store;
  private final LongSupplier nanoClock;
  private final int maxKept;
  private final long idleNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<SecretRef, Flight> underWay = new HashMap<>();

  /** In the order of their last use. */
  private final Map<SecretRef, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param nanoClock as {@link System#nanoTime()}
   * @param maxKept the most secrets that are kept
   * @param idle how long a secret is kept that nobody asks for
   */
  public SharedFetches(SecretStore store, LongSupplier nanoClock, int maxKept, Duration idle) {
    this.store = store;
    this.nanoClock = nanoClock;
    this.maxKept = maxKept;
    this.idleNanos = idle.toNanos();
  }

  private record Kept(long began, long used, FetchResult.Found found) {}

  /** A reading of the clock, to be given to {@link #fetch}. */
  public long now() {
    return nanoClock.getAsLong();
  }

  /**
   * Reads the current version of a secret, in a call of its own or in one that others share. What
   * the store throws comes out at everyone who waited for it.
   *
   * @param freshSince a reading of {@link #now()}; a fetch that began before it does not count
   * @throws InterruptedException when this thread is interrupted; others who waited for a fetch
   *     that it ran go on with a new one
   */
  public FetchResult fetch(SecretRef secret, long freshSince) throws InterruptedException {
    Optional<FetchResult> result = Optional.empty();
    while (result.isEmpty()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted before " + secret + " was there");
      }
      result = attempt(secret, freshSince);
    }
    return result.get();
  }

  /** Empty when the fetch was broken off. */
  private Optional<FetchResult> attempt(SecretRef secret, long freshSince)
      throws InterruptedException {
    Flight flight;
    boolean ours;
    lock.lock();
    try {
      long now = now();
      Optional<FetchResult> known = known(secret, freshSince, now);
      if (known.isPresent()) {
        return known;
      }
      Flight other = underWay.get(secret);
      ours = other == null || isOlder(other.began, freshSince);
      flight = ours ? new Flight(now) : other;
      underWay.put(secret, flight);
    } finally {
      lock.unlock();
    }
    return ours ? run(secret, flight) : flight.await();
  }

  private static boolean isOlder(long one, long other) {
    // The readings may overflow; their difference does not.
    return one - other < 0;
  }

  private Optional<FetchResult> known(SecretRef secret, long freshSince, long now) {
    Iterator<Kept> longestUnused = kept.values().iterator();
    while (longestUnused.hasNext() && now - longestUnused.next().used > idleNanos) {
      longestUnused.remove();
    }
    Kept one = kept.get(secret);
    if (one == null || isOlder(one.began, freshSince)) {
      return Optional.empty();
    }
    kept.put(secret, new Kept(one.began, now, one.found));
    return Optional.of(one.found);
  }

  private Optional<FetchResult> run(SecretRef secret, Flight flight) {
    Supplier<Optional<FetchResult>> outcome = outcome(secret, flight.began);
    lock.lock();
    try {
      underWay.remove(secret, flight);
    } finally {
      lock.unlock();
    }
    flight.end(outcome);
    return outcome.get();
  }

  private Supplier<Optional<FetchResult>> outcome(SecretRef secret, long began) {
    try {
      FetchResult result = store.fetch(secret);
      if (result instanceof FetchResult.Found found) {
        keep(secret, began, found);
      } else if (Thread.currentThread().isInterrupted()) {
        // The interrupt was meant for us, and may be all that the store complains of.
        return Optional::empty;
      }
      return () -> Optional.of(result);
    } catch (RuntimeException e) {
      if (Thread.currentThread().isInterrupted()) {
        return Optional::empty;
      }
      return () -> {
        throw e;
      };
    } catch (Error e) {
      return () -> {
        throw e;
      };
    }
  }

  private void keep(SecretRef secret, long began, FetchResult.Found found) {
    lock.lock();
    try {
      Kept known = kept.get(secret);
      if (known == null || isOlder(known.began, began)) {
        kept.put(secret, new Kept(began, now(), found));
      }
      if (kept.size() > maxKept) {
        kept.remove(kept.keySet().iterator().next());
      }
    } finally {
      lock.unlock();
    }
  }

  /** A fetch that others can wait for. */
  private static final class Flight {
    private final long began;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Supplier<Optional<FetchResult>> outcome = Optional::empty;

    Flight(long began) {
      this.began = began;
    }

    void end(Supplier<Optional<FetchResult>> how) {
      outcome = how;
      ended.countDown();
    }

    Optional<FetchResult> await() throws InterruptedException {
      ended.await();
      return outcome.get();
    }
  }
}
