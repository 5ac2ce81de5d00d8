package dev.rekey.secret;

import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Lets many who need one secret share one fetch of it. Thread-safe; blocks, without holding the
 * carrier of a virtual thread.
 *
 * <p>A fetch serves whoever needs nothing fresher than its beginning, while it is under way and
 * afterwards, and whoever was told of the version that it brought. Only secrets that were found are
 * kept: a bounded number of them, and each until the first call after nobody has asked for it
 * during the idle time.
 */
public final class SharedFetches {
  private final SecretStore store;
  private final LongSupplier nanoClock;
  private final int maxKept;
  private final long idleNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final SecretIdentities identities;
  private final Map<String, Flight> underWay = new HashMap<>();

  /** In the order of their last use. */
  private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * @param identities knows which references share a fetch
   * @param nanoClock as {@link System#nanoTime()}
   * @param maxKept the most that is kept; a secret with two names counts twice
   * @param idle how long a secret is kept that nobody asks for
   */
  public SharedFetches(
      SecretStore store,
      SecretIdentities identities,
      LongSupplier nanoClock,
      int maxKept,
      Duration idle) {
    this.store = store;
    this.identities = identities;
    this.nanoClock = nanoClock;
    this.maxKept = maxKept;
    this.idleNanos = idle.toNanos();
  }

  private record Kept(long began, long used, FetchResult.Found found) {}

  /** A reading of the clock, for {@link Freshness}. */
  public long now() {
    return nanoClock.getAsLong();
  }

  /**
   * Reads the current version of a secret, in a call of its own or in one that others share. What
   * the store throws comes out at everyone who waited for it.
   *
   * @throws InterruptedException when this thread is interrupted; others who waited for a fetch
   *     that it ran go on with a new one
   */
  public FetchResult fetch(SecretRef secret, Freshness fresh) throws InterruptedException {
    return fetch(new Wanted(secret, keys(secret), fresh));
  }

  /**
   * Its own text, because another one may become known while a fetch is under way, and that of the
   * secret.
   */
  private Set<String> keys(SecretRef secret) {
    return new LinkedHashSet<>(List.of(secret.toString(), identities.identity(secret)));
  }

  /**
   * @param keys under any of which a fetch of the secret may be found
   */
  private record Wanted(SecretRef secret, Set<String> keys, Freshness fresh) {
    boolean accepts(long began, FetchResult result) {
      return !isOlder(began, fresh.since())
          || (result instanceof FetchResult.Found found
              && fresh.told().filter(found.version()::equals).isPresent());
    }
  }

  private FetchResult fetch(Wanted wanted) throws InterruptedException {
    Optional<FetchResult> result = Optional.empty();
    while (result.isEmpty()) {
      if (Thread.interrupted()) {
        throw new InterruptedException("interrupted before " + wanted.secret() + " was there");
      }
      result = attempt(wanted);
    }
    return result.get();
  }

  /** Empty when a fetch was broken off, or brought something else than was told. */
  private Optional<FetchResult> attempt(Wanted wanted) throws InterruptedException {
    Flight flight;
    boolean ours;
    lock.lock();
    try {
      long now = now();
      Optional<FetchResult> known = known(wanted, now);
      if (known.isPresent()) {
        return known;
      }
      Optional<Flight> other = underWay(wanted);
      ours = other.isEmpty();
      flight = other.orElseGet(() -> new Flight(now));
      wanted.keys().forEach(key -> underWay.put(key, flight));
    } finally {
      lock.unlock();
    }
    return ours
        ? run(wanted, flight)
        : flight.await().filter(result -> wanted.accepts(flight.began, result));
  }

  /** One that is too old may bring the version that was told. */
  private Optional<Flight> underWay(Wanted wanted) {
    return wanted.keys().stream()
        .map(underWay::get)
        .filter(Objects::nonNull)
        .filter(
            flight ->
                !isOlder(flight.began, wanted.fresh().since()) || wanted.fresh().told().isPresent())
        .findFirst();
  }

  private static boolean isOlder(long one, long other) {
    // The readings may overflow; their difference does not.
    return one - other < 0;
  }

  private Optional<FetchResult> known(Wanted wanted, long now) {
    Iterator<Kept> longestUnused = kept.values().iterator();
    while (longestUnused.hasNext() && now - longestUnused.next().used > idleNanos) {
      longestUnused.remove();
    }
    for (String key : wanted.keys()) {
      Kept one = kept.get(key);
      if (one != null && wanted.accepts(one.began, one.found)) {
        kept.put(key, new Kept(one.began, now, one.found));
        return Optional.of(one.found);
      }
    }
    return Optional.empty();
  }

  private Optional<FetchResult> run(Wanted wanted, Flight flight) {
    Supplier<Optional<FetchResult>> outcome = outcome(wanted, flight.began);
    lock.lock();
    try {
      wanted.keys().forEach(key -> underWay.remove(key, flight));
    } finally {
      lock.unlock();
    }
    flight.end(outcome);
    return outcome.get();
  }

  private Supplier<Optional<FetchResult>> outcome(Wanted wanted, long began) {
    try {
      FetchResult result =
          wanted.fresh().told().isPresent()
              ? store.fetch(wanted.secret(), wanted.fresh().told().get())
              : store.fetch(wanted.secret());
      if (result instanceof FetchResult.Found found) {
        keys(wanted.secret()).forEach(key -> keep(key, began, found));
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

  private void keep(String key, long began, FetchResult.Found found) {
    lock.lock();
    try {
      Kept known = kept.get(key);
      if (known == null || isOlder(known.began, began)) {
        kept.put(key, new Kept(began, now(), found));
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
