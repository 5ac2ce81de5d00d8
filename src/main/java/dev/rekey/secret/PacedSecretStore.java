package dev.rekey.secret;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Spares a store: lets only so many calls through in a second, and leaves it alone when it asks for
 * that. A secret that cannot be had is left alone by itself, because the others may be there.
 *
 * <p>A call waits for its turn. Where there is a hold-off, the answer is the one that led to it, at
 * once and without a call; when its time is over one call alone tries, and success ends it.
 * Thread-safe.
 */
public final class PacedSecretStore implements SecretStore {
  private final SecretStore store;
  private final Limits limits;
  private final Pause pause;
  private final RandomGenerator random;
  private final LongSupplier nanoClock;
  private final ReentrantLock lock = new ReentrantLock();
  private final TokenBucket permits;
  private final HoldOff whole;

  /** The secrets that could not be had when they were asked for last. */
  private final Map<SecretRef, HoldOff> bySecret = new HashMap<>();

  /**
   * How a store is spared.
   *
   * @param callsPerSecond at least 1
   * @param burst how many calls can be made at once after a quiet time, at least 1
   * @param firstHoldOff after the first failure, where the store does not say; doubles with each
   *     further one
   * @param longestHoldOff never more than this, where the store does not say
   */
  public record Limits(
      int callsPerSecond, int burst, Duration firstHoldOff, Duration longestHoldOff) {}

  /** How a thread waits. */
  @FunctionalInterface
  public interface Pause {
    /** Blocks for this long, or until the thread is interrupted. */
    void await(Duration duration) throws InterruptedException;
  }

  /** A call that is let through, with the rounds that it belongs to. */
  private record Call(int round, HoldOff own, int ownRound) {}

  /**
   * @param nanoClock as {@link System#nanoTime()}
   */
  public PacedSecretStore(
      SecretStore store,
      Limits limits,
      Pause pause,
      RandomGenerator random,
      LongSupplier nanoClock) {
    this.store = store;
    this.limits = limits;
    this.pause = pause;
    this.random = random;
    this.nanoClock = nanoClock;
    this.permits = new TokenBucket(limits.callsPerSecond(), limits.burst(), nanoClock.getAsLong());
    this.whole = newHoldOff();
  }

  private HoldOff newHoldOff() {
    return new HoldOff(limits.firstHoldOff(), limits.longestHoldOff(), random);
  }

  /**
   * An interrupt ends the wait for the turn: the answer is {@link FetchResult.Unavailable}, and the
   * status stays set.
   */
  @Override
  public FetchResult fetch(SecretRef secret) {
    return fetch(secret, () -> store.fetch(secret));
  }

  @Override
  public FetchResult fetch(SecretRef secret, SecretVersion told) {
    return fetch(secret, () -> store.fetch(secret, told));
  }

  private FetchResult fetch(SecretRef secret, Supplier<FetchResult> request) {
    return paced(
        secret, request, refusal -> refusal, (call, result) -> learn(secret, call, result));
  }

  /** As a fetch, but a failure keeps nobody away: another permission may be missing for it. */
  @Override
  public VersionResult currentVersion(SecretRef secret) {
    return paced(
        secret,
        () -> store.currentVersion(secret),
        refusal -> refusal,
        (call, result) -> {
          if (result instanceof FetchResult.Throttled throttled) {
            learn(secret, call, throttled);
          } else {
            learnNothing(call);
          }
        });
  }

  private <T> T paced(
      SecretRef secret,
      Supplier<T> request,
      Function<FetchResult.Failed, T> refused,
      BiConsumer<Call, T> learn) {
    Duration wait;
    lock.lock();
    try {
      Optional<FetchResult.Failed> refusal = refusal(secret);
      if (refusal.isPresent()) {
        return refused.apply(refusal.get());
      }
      wait = permits.take(nanoClock.getAsLong());
    } finally {
      lock.unlock();
    }
    try {
      if (wait.isPositive()) {
        pause.await(wait);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return refused.apply(
          new FetchResult.Unavailable(secret + " was not fetched before the interrupt"));
    }
    return call(secret, request, refused, learn);
  }

  private <T> T call(
      SecretRef secret,
      Supplier<T> request,
      Function<FetchResult.Failed, T> refused,
      BiConsumer<Call, T> learn) {
    Call call;
    lock.lock();
    try {
      // The wait may have been long.
      Optional<FetchResult.Failed> refusal = refusal(secret);
      if (refusal.isPresent()) {
        return refused.apply(refusal.get());
      }
      HoldOff own = bySecret.getOrDefault(secret, newHoldOff());
      call = new Call(whole.begin(), own, own.begin());
    } finally {
      lock.unlock();
    }
    try {
      T result = request.get();
      learn.accept(call, result);
      return result;
    } catch (RuntimeException | Error e) {
      learnNothing(call);
      throw e;
    }
  }

  private Optional<FetchResult.Failed> refusal(SecretRef secret) {
    long now = nanoClock.getAsLong();
    return whole
        .refusal(now)
        .or(() -> Optional.ofNullable(bySecret.get(secret)).flatMap(own -> own.refusal(now)));
  }

  private void learn(SecretRef secret, Call call, FetchResult result) {
    if (result instanceof FetchResult.Unavailable && Thread.currentThread().isInterrupted()) {
      // The interrupt was meant for us, and may be all that the store complains of.
      learnNothing(call);
      return;
    }
    lock.lock();
    try {
      long now = nanoClock.getAsLong();
      switch (result) {
        case FetchResult.Found _ -> {
          whole.succeeded(call.round());
          call.own().succeeded(call.ownRound());
        }
        case FetchResult.Missing missing -> refused(call, missing, now);
        case FetchResult.Denied denied -> refused(call, denied, now);
        case FetchResult.Throttled throttled -> {
          whole.failed(call.round(), throttled, throttled.retryAfter(), now);
          call.own().toldNothing(call.ownRound());
        }
        case FetchResult.Unavailable away -> {
          whole.toldNothing(call.round());
          call.own().failed(call.ownRound(), away, Optional.empty(), now);
        }
      }
      if (call.own().isOver()) {
        bySecret.remove(secret, call.own());
      } else {
        bySecret.put(secret, call.own());
      }
    } finally {
      lock.unlock();
    }
  }

  /** The store is there, and does not give this one secret. */
  private void refused(Call call, FetchResult.Failed answer, long now) {
    whole.succeeded(call.round());
    call.own().failed(call.ownRound(), answer, Optional.empty(), now);
  }

  private void learnNothing(Call call) {
    lock.lock();
    try {
      whole.toldNothing(call.round());
      call.own().toldNothing(call.ownRound());
    } finally {
      lock.unlock();
    }
  }
}
