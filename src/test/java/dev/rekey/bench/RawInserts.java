package dev.rekey.bench;

import dev.rekey.testing.Concurrently;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * Rows of the size of a rotation's step, one commit each, by plain JDBC with the durability of the
 * worker's own connections.
 */
final class RawInserts {
  private static final String TEXT = "Written, and tested. ".repeat(10);

  private final DataSource dataSource;
  private final int connections;

  /**
   * @param connections how many insert at one time: one for SQLite, which has one writer
   */
  RawInserts(DataSource dataSource, int connections) {
    this.dataSource = dataSource;
    this.connections = connections;
    try (Connection connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE raw_insert (id TEXT PRIMARY KEY, text TEXT NOT NULL)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Inserts so many rows, and returns how many went in a second. */
  double run(String round, int rows) {
    AtomicInteger next = new AtomicInteger();
    double seconds =
        Stopwatch.seconds(
            () -> {
              List<Boolean> _ = Concurrently.times(connections, i -> insert(round, rows, next));
            });
    return rows / seconds;
  }

  private boolean insert(String round, int rows, AtomicInteger next) {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO raw_insert (id, text) VALUES (?, ?)")) {
        for (int i = next.getAndIncrement(); i < rows; i = next.getAndIncrement()) {
          insert.setString(1, round + i);
          insert.setString(2, TEXT);
          insert.executeUpdate();
          connection.commit();
        }
      }
      connection.setAutoCommit(true);
      return true;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
