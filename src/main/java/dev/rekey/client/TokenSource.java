package dev.rekey.client;

import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a token, and exchanges the credentials for a new one when it is about to expire.
 * Thread-safe: however many callers find it old, one of them makes the exchange, and all get its
 * result, be it a token or a failure. A failure is not kept.
 */
final class TokenSource {
  private final Callable<Token> exchange;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable FutureTask<Token> latest;

  /**
   * @param exchange the call to the server; blocks, and throws nothing but {@link RekeyException}
   */
  TokenSource(Callable<Token> exchange, InstantSource clock) {
    this.exchange = exchange;
    this.clock = clock;
  }

  /**
   * A token that is good for another minute. Blocks while one is fetched.
   *
   * @throws RekeyException when the server gives none
   */
  Token token() {
    FutureTask<Token> task = usable();
    // The first caller runs it here; for all others this does nothing, and they wait below.
    task.run();
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RekeyException known
          ? known
          : new RekeyException("the token exchange failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RekeyException("interrupted while waiting for a token", e);
    }
  }

  /** Drops this token, because the server does not take it any more. */
  void reject(Token token) {
    lock.lock();
    try {
      if (latest != null
          && latest.state() == FutureTask.State.SUCCESS
          && latest.resultNow().equals(token)) {
        latest = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private FutureTask<Token> usable() {
    lock.lock();
    try {
      FutureTask<Token> task = latest;
      if (task == null || isSpent(task)) {
        task = new FutureTask<>(exchange);
        latest = task;
      }
      return task;
    } finally {
      lock.unlock();
    }
  }

  private boolean isSpent(FutureTask<Token> task) {
    return switch (task.state()) {
      case RUNNING -> false;
      case SUCCESS -> !task.resultNow().isGoodAt(clock.instant());
      case FAILED, CANCELLED -> true;
    };
  }
}
