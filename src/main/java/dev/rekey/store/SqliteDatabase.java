package dev.rekey.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * An SQLite file that this process alone writes to. Writes share commits and so the wait for the
 * disk; reads run beside them, each on a snapshot.
 *
 * <p>Needs a data source that can have one connection more than there are readers.
 */
public final class SqliteDatabase implements Database, AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger(SqliteDatabase.class);
  private static final int BUSY_TIMEOUT_MILLIS = 5_000;

  /** 64 MiB of log: a batch may touch a thousand pages, and each checkpoint waits for the disk. */
  private static final int CHECKPOINT_PAGES = 16_384;

  private static final int CACHE_KIB = 16 * 1024;

  private final DataSource dataSource;
  private final Semaphore readers;
  private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
  private final GroupCommit writer;

  /**
   * Takes a file whose schema is up to date.
   *
   * @param readers how many may read at once, at least 1
   * @throws StoreException when the file cannot be used
   */
  public SqliteDatabase(DataSource dataSource, int readers) {
    this.dataSource = dataSource;
    this.readers = new Semaphore(readers);
    useWriteAheadLog();
    this.writer = new GroupCommit(this::writable);
  }

  /** Kept in the file from now on; cannot be changed while anyone reads. */
  private void useWriteAheadLog() {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet mode = statement.executeQuery("PRAGMA journal_mode = WAL")) {
      if (!mode.next() || !mode.getString(1).equals("wal")) {
        throw new StoreException("the database file does not take a write-ahead log");
      }
    } catch (SQLException e) {
      throw new StoreException("the database file cannot be opened", e);
    }
  }

  @Override
  public <T> T write(Work<T> work) {
    return writer.run(work);
  }

  @Override
  public <T> T read(Work<T> work) {
    readers.acquireUninterruptibly();
    try {
      Connection kept = idle.poll();
      Connection connection = kept == null ? readable() : kept;
      T result = snapshot(connection, work);
      idle.push(connection);
      return result;
    } catch (SQLException e) {
      throw new StoreException("the database refused to be read, code " + e.getErrorCode(), e);
    } finally {
      readers.release();
    }
  }

  /** Runs work on one state of the file; a connection on which something failed is not kept. */
  private static <T> T snapshot(Connection connection, Work<T> work) throws SQLException {
    try {
      Sql.execute(connection, "BEGIN");
      T result = work.run(connection);
      Sql.execute(connection, "ROLLBACK");
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      giveBack(connection, e);
      throw e;
    }
  }

  /** The pool does not know of transactions that begin by statement, and would hand this one on. */
  private static void giveBack(Connection connection, Throwable cause) {
    try (Connection failed = connection) {
      Sql.execute(failed, "ROLLBACK");
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /** Writes what waits, then ends. The data source stays the caller's. */
  @Override
  public void close() {
    writer.close();
    for (Connection reader = idle.poll(); reader != null; reader = idle.poll()) {
      try {
        reader.close();
      } catch (SQLException e) {
        LOGGER.debugf("reader not closed code=%d", e.getErrorCode());
      }
    }
  }

  /** The writer's connection. Whether a commit is on disk when it returns is settled here. */
  private Connection writable() throws SQLException {
    return connection(
        "query_only = OFF",
        "foreign_keys = ON",
        "synchronous = FULL",
        "wal_autocheckpoint = " + CHECKPOINT_PAGES,
        "cache_size = -" + CACHE_KIB);
  }

  private Connection readable() throws SQLException {
    return connection("query_only = ON");
  }

  private Connection connection(String... pragmas) throws SQLException {
    Connection connection = dataSource.getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + BUSY_TIMEOUT_MILLIS);
      for (String pragma : pragmas) {
        statement.execute("PRAGMA " + pragma);
      }
      return StatementCache.over(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
