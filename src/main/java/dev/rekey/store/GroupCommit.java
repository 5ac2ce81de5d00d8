package dev.rekey.store;

import dev.rekey.store.Database.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one writer of an SQLite file. Takes all the work that waits, runs it in one transaction, and
 * lets everyone go once that is on disk: while one commit waits for the disk, the next batch
 * gathers.
 *
 * <p>Each work has a savepoint of its own, so that one that fails takes nobody with it.
 */
final class GroupCommit implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger(GroupCommit.class);

  /** Keeps the write-ahead log, and the wait of the first in a batch, within bounds. */
  private static final int LARGEST_BATCH = 1024;

  private final Callable<Connection> connections;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Deque<Pending<?>> waiting = new ArrayDeque<>();
  private final Thread thread;
  private boolean closed;
  private @Nullable Connection connection;

  /**
   * @param connections gives a connection that may write; it is kept until it fails
   */
  GroupCommit(Callable<Connection> connections) {
    this.connections = connections;
    // Not a virtual thread: native code and the wait for the disk would hold its carrier.
    this.thread = Thread.ofPlatform().name("rekey-sqlite-writer").daemon().start(this::serve);
  }

  <T> T run(Work<T> work) {
    if (thread.equals(Thread.currentThread())) {
      throw new IllegalStateException("work must not write through the database again");
    }
    Pending<T> pending = new Pending<>(work);
    lock.lock();
    try {
      if (closed) {
        throw new StoreException("the database is closed");
      }
      waiting.add(pending);
      arrived.signal();
    } finally {
      lock.unlock();
    }
    // Not to be interrupted: the caller has to know whether it was written.
    return pending.outcome.join().get();
  }

  /** Runs what waits, then ends. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve() {
    for (List<Pending<?>> batch = next(); !batch.isEmpty(); batch = next()) {
      while (!batch.isEmpty()) {
        batch = attempt(batch);
      }
    }
    disconnect();
  }

  /** Waits for work; empty once closed with none left. */
  private List<Pending<?>> next() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        arrived.awaitUninterruptibly();
      }
      List<Pending<?>> batch = new ArrayList<>();
      while (!waiting.isEmpty() && batch.size() < LARGEST_BATCH) {
        batch.add(waiting.remove());
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Runs a batch in one transaction.
   *
   * @return what is to be run again, because a work broke the transaction that it shared
   */
  private List<Pending<?>> attempt(List<Pending<?>> batch) {
    List<Pending<?>> done = new ArrayList<>(batch.size());
    try {
      Connection writer = connect();
      Sql.execute(writer, "BEGIN IMMEDIATE");
      for (int i = 0; i < batch.size(); i++) {
        Pending<?> pending = batch.get(i);
        if (pending.run(writer)) {
          done.add(pending);
        } else if (!undo(writer)) {
          disconnect();
          done.addAll(batch.subList(i + 1, batch.size()));
          return done;
        }
      }
      Sql.execute(writer, "COMMIT");
      done.forEach(Pending::succeed);
    } catch (Exception | Error e) {
      disconnect();
      LOGGER.errorf("transaction failed works=%d error=%s", batch.size(), e.getClass().getName());
      batch.forEach(pending -> pending.fail(new StoreException("the database is broken", e)));
    }
    return List.of();
  }

  /** Whether the failed work alone could be undone. */
  private static boolean undo(Connection writer) {
    try {
      Sql.execute(writer, "ROLLBACK TO work");
      Sql.execute(writer, "RELEASE work");
      return true;
    } catch (SQLException e) {
      LOGGER.warnf("transaction lost code=%d", e.getErrorCode());
      return false;
    }
  }

  private Connection connect() throws Exception {
    if (connection == null) {
      connection = connections.call();
    }
    return connection;
  }

  private void disconnect() {
    if (connection != null) {
      try (Connection former = connection) {
        connection = null;
        Sql.execute(former, "ROLLBACK");
      } catch (SQLException e) {
        LOGGER.debugf("nothing to roll back code=%d", e.getErrorCode());
      }
    }
  }

  /** A caller's work, and what becomes of it. */
  private static final class Pending<T> {
    private final Work<T> work;
    private final CompletableFuture<Supplier<T>> outcome = new CompletableFuture<>();
    private Supplier<T> result =
        () -> {
          throw new IllegalStateException("not run");
        };

    Pending(Work<T> work) {
      this.work = work;
    }

    /** Runs the work in its savepoint; one that fails is told at once. */
    boolean run(Connection writer) throws SQLException {
      Sql.execute(writer, "SAVEPOINT work");
      try {
        T value = work.run(writer);
        Sql.execute(writer, "RELEASE work");
        result = () -> value;
        return true;
      } catch (SQLException e) {
        fail(new StoreException("the database refused a write, code " + e.getErrorCode(), e));
      } catch (RuntimeException e) {
        fail(e);
      } catch (Error e) {
        outcome.complete(
            () -> {
              throw e;
            });
      }
      return false;
    }

    void succeed() {
      outcome.complete(result);
    }

    void fail(RuntimeException exception) {
      outcome.complete(
          () -> {
            throw exception;
          });
    }
  }
}
