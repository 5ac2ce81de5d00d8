package dev.rekey.store;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The one way to the database. Calls block and may be made from many threads at once.
 *
 * <p>Work is a transaction: all of it happens, or nothing. It may be run more than once, and must
 * do nothing but use the connection, which belongs to it only while it runs.
 */
public interface Database {
  /**
   * Runs work that changes something. It is durable when this returns.
   *
   * @throws StoreException when the database is broken or away, or refused a statement; nothing was
   *     written
   * @throws RuntimeException what the work threw; nothing was written
   */
  <T> T write(Work<T> work);

  /**
   * Runs work that only reads, on a consistent view.
   *
   * @throws StoreException when the database is broken or away
   */
  <T> T read(Work<T> work);

  /** A transaction's body. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }
}
