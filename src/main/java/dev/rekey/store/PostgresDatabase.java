package dev.rekey.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * A PostgreSQL database that several workers may share. Each work is a transaction on a connection
 * of its own: READ COMMITTED for writes, one snapshot for reads.
 *
 * <p>When the connection breaks while a commit is under way, a {@link StoreException} does not tell
 * whether it was written; whoever drives a rotation finds out by its sequence.
 */
public final class PostgresDatabase implements Database {
  private static final Logger LOGGER = Logger.getLogger(PostgresDatabase.class);
  private static final int ATTEMPTS = 10;

  /**
   * Serialization failure, deadlock, unique violation: another transaction came first. Run again,
   * the work sees what that one wrote.
   */
  private static final Set<String> CAME_SECOND = Set.of("40001", "40P01", "23505");

  private final DataSource dataSource;

  /** Takes a database whose schema is up to date. */
  public PostgresDatabase(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public <T> T write(Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return transact(work);
      } catch (SQLException e) {
        // The pool's own exceptions have no state.
        if (attempt == ATTEMPTS
            || e.getSQLState() == null
            || !CAME_SECOND.contains(e.getSQLState())) {
          throw new StoreException("the database refused a write, state " + e.getSQLState(), e);
        }
        LOGGER.debugf("transaction runs again attempt=%d state=%s", attempt, e.getSQLState());
      }
    }
  }

  @Override
  public <T> T read(Work<T> work) {
    try {
      return transact(
          connection -> {
            Sql.execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            return work.run(connection);
          });
    } catch (SQLException e) {
      throw new StoreException("the database refused to be read, state " + e.getSQLState(), e);
    }
  }

  private <T> T transact(Work<T> work) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.run(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(connection, e);
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private static void rollBack(Connection connection, Throwable cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
