package dev.rekey.notification.outbox;

import dev.rekey.rotation.Retention;
import dev.rekey.store.Database;
import dev.rekey.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Forgets what was sent or given up, and what is for an endpoint that there is no more. */
public final class OutboxRetention implements Retention {
  static final String SETTLED =
      "SELECT number FROM notification WHERE settled_at < ? ORDER BY settled_at LIMIT ?";

  private static final String ENDPOINTS =
      "SELECT DISTINCT endpoint FROM notification WHERE state = 'PENDING'";

  private static final String ORPHANS =
      """
      SELECT number FROM notification WHERE endpoint = ? AND state = 'PENDING' AND at < ?
      ORDER BY number LIMIT ?""";

  private static final String DELETE = "DELETE FROM notification WHERE number = ?";

  private final Database database;
  private final Set<String> endpoints;

  /**
   * @param endpoints the names of those that there are
   */
  public OutboxRetention(Database database, List<String> endpoints) {
    this.database = database;
    this.endpoints = Set.copyOf(endpoints);
  }

  @Override
  public int prune(Instant before, int limit) {
    List<String> gone =
        database.read(
            connection ->
                Sql.list(connection, ENDPOINTS, row -> row.getString("endpoint")).stream()
                    .filter(endpoint -> !endpoints.contains(endpoint))
                    .toList());
    int pruned =
        database.write(connection -> delete(connection, numbers(connection, before, limit)));
    for (String endpoint : gone) {
      pruned +=
          database.write(
              connection -> delete(connection, orphans(connection, endpoint, before, limit)));
    }
    return pruned;
  }

  private static List<Object[]> numbers(Connection connection, Instant before, int limit)
      throws SQLException {
    return Sql.list(
        connection, SETTLED, row -> new Object[] {row.getLong("number")}, before, limit);
  }

  private static List<Object[]> orphans(
      Connection connection, String endpoint, Instant before, int limit) throws SQLException {
    return Sql.list(
        connection, ORPHANS, row -> new Object[] {row.getLong("number")}, endpoint, before, limit);
  }

  private static int delete(Connection connection, List<Object[]> numbers) throws SQLException {
    return Arrays.stream(Sql.batch(connection, DELETE, numbers)).sum();
  }
}
