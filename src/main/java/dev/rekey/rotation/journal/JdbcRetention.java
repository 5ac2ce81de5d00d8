package dev.rekey.rotation.journal;

import dev.rekey.rotation.Retention;
import dev.rekey.rotation.TimeOrderedIds;
import dev.rekey.store.Database;
import dev.rekey.store.Database.Work;
import dev.rekey.store.Sql;
import dev.rekey.store.Sql.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * Prunes the tables of a database, each in a transaction of its own. What to remove is found from
 * its oldest end, so that the cost does not grow with what stays.
 */
public final class JdbcRetention implements Retention {
  /** An id tells when the rotation was queued; it may have ended much later. */
  static final String ENDED =
      """
      SELECT id FROM rotation WHERE id < ? AND is_open = 0 AND updated_at < ?
      ORDER BY id LIMIT ?""";

  static final String EVENTS =
      """
      SELECT binding_id, source, event_id FROM rotation_event WHERE at < ?
      ORDER BY at LIMIT ?""";

  /** The oldest ones, whatever their time: there is no index by time. */
  static final String OLDEST_AUDIT = "SELECT sequence, at FROM audit ORDER BY sequence LIMIT ?";

  static final String OLDEST_CALLS = "SELECT sequence, at FROM api_call ORDER BY sequence LIMIT ?";

  static final String QUARANTINED =
      "SELECT id FROM quarantine WHERE at < ? ORDER BY at, id LIMIT ?";

  static final String DELETE_STEPS = "DELETE FROM rotation_step WHERE rotation_id = ?";
  static final String DELETE_ROTATION = "DELETE FROM rotation WHERE id = ? AND is_open = 0";
  static final String DELETE_EVENT =
      "DELETE FROM rotation_event WHERE binding_id = ? AND source = ? AND event_id = ?";
  static final String DELETE_AUDIT = "DELETE FROM audit WHERE sequence = ?";
  static final String DELETE_CALL = "DELETE FROM api_call WHERE sequence = ?";
  static final String DELETE_QUARANTINED = "DELETE FROM quarantine WHERE id = ?";

  private static final Row<Object[]> ID = row -> new Object[] {row.getString("id")};

  private final Database database;

  public JdbcRetention(Database database) {
    this.database = database;
  }

  @Override
  public int prune(Instant before, int limit) {
    List<Work<Integer>> works =
        List.of(
            connection -> rotations(connection, before, limit),
            connection -> events(connection, before, limit),
            connection -> sequence(connection, OLDEST_AUDIT, DELETE_AUDIT, before, limit),
            connection -> sequence(connection, OLDEST_CALLS, DELETE_CALL, before, limit),
            connection -> quarantine(connection, before, limit));
    return works.stream().mapToInt(database::write).sum();
  }

  private static int rotations(Connection connection, Instant before, int limit)
      throws SQLException {
    List<Object[]> ids =
        Sql.list(connection, ENDED, ID, TimeOrderedIds.leastAt(before), before, limit);
    int[] _ = Sql.batch(connection, DELETE_STEPS, ids);
    return delete(connection, DELETE_ROTATION, ids);
  }

  private static int events(Connection connection, Instant before, int limit) throws SQLException {
    Row<Object[]> key =
        row ->
            new Object[] {
              row.getString("binding_id"), row.getString("source"), row.getString("event_id")
            };
    return delete(connection, DELETE_EVENT, Sql.list(connection, EVENTS, key, before, limit));
  }

  private static int sequence(
      Connection connection, String oldest, String delete, Instant before, int limit)
      throws SQLException {
    record Entry(long sequence, Instant at) {}
    List<Object[]> old =
        Sql.list(
                connection,
                oldest,
                row -> new Entry(row.getLong("sequence"), Sql.instant(row, "at")),
                limit)
            .stream()
            .filter(entry -> entry.at().isBefore(before))
            .map(entry -> new Object[] {entry.sequence()})
            .toList();
    return delete(connection, delete, old);
  }

  private static int quarantine(Connection connection, Instant before, int limit)
      throws SQLException {
    return delete(
        connection, DELETE_QUARANTINED, Sql.list(connection, QUARANTINED, ID, before, limit));
  }

  /** Returns how many there were: another worker may have been first. */
  private static int delete(Connection connection, String sql, List<Object[]> keys)
      throws SQLException {
    return Arrays.stream(Sql.batch(connection, sql, keys)).sum();
  }
}
