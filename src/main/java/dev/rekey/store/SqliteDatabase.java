package dev.rekey.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;

/**
 * An SQLite file that this process alone writes to. Writes share commits and so the wait for the
 * disk; reads run beside them, each on a snapshot.
 *
 * <p>Needs a data source that can have one connection more than there are readers.
 */
public final class SqliteDatabase implements Database, AutoCloseable {
  private static final int BUSY_TIMEOUT_MILLIS = 5_000;

  /** 64 MiB of log: a batch may touch a thousand pages, and each checkpoint waits for the disk. */
  private static final int CHECKPOINT_PAGES = 16_384;

  private static final int CACHE_KIB = 16 * 1024;

  private final DataSource dataSource;
  private final Semaphore readers;
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
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + BUSY_TIMEOUT_MILLIS);
      statement.execute("PRAGMA query_only = ON");
      statement.execute("BEGIN");
      try {
        return work.run(connection);
      } finally {
        statement.execute("ROLLBACK");
      }
    } catch (SQLException e) {
      throw new StoreException("the database refused to be read", e);
    } finally {
      readers.release();
    }
  }

  /** Writes what waits, then ends. The data source stays the caller's. */
  @Override
  public void close() {
    writer.close();
  }

  /** The writer's connection. Whether a commit is on disk when it returns is settled here. */
  private Connection writable() throws SQLException {
    Connection connection = dataSource.getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + BUSY_TIMEOUT_MILLIS);
      statement.execute("PRAGMA query_only = OFF");
      statement.execute("PRAGMA foreign_keys = ON");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("PRAGMA wal_autocheckpoint = " + CHECKPOINT_PAGES);
      statement.execute("PRAGMA cache_size = -" + CACHE_KIB);
      return StatementCache.over(connection);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }
}
