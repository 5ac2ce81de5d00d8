package dev.rekey.rotation.journal;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.rotation.Rotation;
import dev.rekey.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who may drive what. A unique index refuses a second claim on a data source; these statements only
 * see to it that none is tried in vain. What was half done goes before what has not begun.
 */
final class Claims {
  private static final String HALF_DONE_FIRST =
      " ORDER BY CASE WHEN r.state = 'QUEUED' THEN 1 ELSE 0 END, r.id LIMIT ?";

  private static final String NOTHING_CLAIMED =
      """
      NOT EXISTS (SELECT 1 FROM rotation c WHERE c.claimed = 1
         AND c.environment = r.environment AND c.data_source = r.data_source)""";

  /** What comes next for a data source. */
  static final String NEXT =
      """
      SELECT r.id, r.sequence FROM rotation r
      WHERE r.is_open = 1 AND r.claimed = 0 AND r.state <> 'PARKED' AND r.waiting_until IS NULL
        AND r.environment = ? AND r.data_source = ? AND\s"""
          + NOTHING_CLAIMED
          + HALF_DONE_FIRST;

  private static final String DRIVEN_BY_NOBODY =
      """
      SELECT r.id, r.sequence, r.state, r.environment, r.data_source FROM rotation r
      WHERE r.is_open = 1 AND (
        ((r.claimed = 1 OR r.state = 'PARKED')
          AND NOT EXISTS (SELECT 1 FROM worker w WHERE w.id = r.owner))
        OR (r.claimed = 0 AND r.state <> 'PARKED'
          AND (r.waiting_until IS NULL OR r.waiting_until <= ?) AND\s"""
          + NOTHING_CLAIMED
          + "))"
          + HALF_DONE_FIRST;

  private static final String TAKE =
      """
      UPDATE rotation SET owner = ?, claimed = ?, sequence = sequence + 1,
        due_at = CASE WHEN waiting_until IS NULL THEN due_at ELSE ? END, waiting_until = NULL
      WHERE id = ? AND sequence = ? AND is_open = 1 RETURNING *""";

  private static final String PARKED =
      """
      SELECT r.* FROM (VALUES %s) AS asked
      JOIN rotation r ON r.environment = asked.column1 AND r.data_source = asked.column2
      WHERE r.is_open = 1 AND r.state = 'PARKED'""";

  private static final String BUSY =
      """
      SELECT 1 FROM rotation
      WHERE is_open = 1 AND environment = ? AND data_source = ? AND id <> ?
        AND (claimed = 1 OR (state <> 'PARKED' AND waiting_until IS NULL))
      LIMIT 1""";

  private final RotationRows rows;
  private final String worker;

  Claims(RotationRows rows, String worker) {
    this.rows = rows;
    this.worker = worker;
  }

  /** Claims what comes next for a data source. */
  Optional<Rotation> next(Connection connection, DataSourceRef dataSource) throws SQLException {
    Optional<Found> found =
        Sql.find(connection, NEXT, Claims::found, dataSource.environment(), dataSource.name(), 1);
    return found.isEmpty()
        ? Optional.empty()
        : take(connection, found.get(), true, Optional.empty());
  }

  /** Claims one that waits, unless another one of its data source waits or acts. */
  Optional<Rotation> claim(Connection connection, Rotation waiting) throws SQLException {
    DataSourceRef dataSource = waiting.dataSource();
    boolean busy =
        Sql.find(
                connection,
                BUSY,
                row -> true,
                dataSource.environment(),
                dataSource.name(),
                waiting.id())
            .isPresent();
    return busy
        ? Optional.empty()
        : take(connection, new Found(waiting.id(), waiting.sequence()), true, Optional.empty());
  }

  /** Takes up what nobody drives. */
  List<Rotation> takeUp(Connection connection, int limit, Instant now) throws SQLException {
    record Waiting(Found found, boolean parked, DataSourceRef dataSource) {}
    List<Waiting> waiting =
        Sql.list(
            connection,
            DRIVEN_BY_NOBODY,
            row ->
                new Waiting(
                    found(row),
                    row.getString("state").equals("PARKED"),
                    RotationRows.dataSource(row)),
            now,
            limit);
    List<Rotation> taken = new ArrayList<>();
    Set<DataSourceRef> busy = new HashSet<>();
    for (Waiting one : waiting) {
      if (one.parked() || busy.add(one.dataSource())) {
        take(connection, one.found(), !one.parked(), Optional.of(now)).ifPresent(taken::add);
      }
    }
    return taken;
  }

  /** What is parked for some data sources. */
  List<Rotation> parked(Connection connection, List<DataSourceRef> dataSources)
      throws SQLException {
    return Sql.list(
        connection,
        PARKED.formatted(String.join(", ", Collections.nCopies(dataSources.size(), "(?, ?)"))),
        rows::read,
        dataSources.stream().flatMap(ref -> Stream.of(ref.environment(), ref.name())).toArray());
  }

  /** Gives everything back. The sequence grows, so that what is still under way here fails. */
  void giveBack(Connection connection) throws SQLException {
    Sql.update(
        connection,
        """
        UPDATE rotation SET owner = NULL, claimed = 0, sequence = sequence + 1
        WHERE is_open = 1 AND owner = ?""",
        worker);
  }

  private record Found(String id, long sequence) {}

  private static Found found(ResultSet row) throws SQLException {
    return new Found(row.getString("id"), row.getLong("sequence"));
  }

  /**
   * @param due when it could begin, where it had to wait
   */
  private Optional<Rotation> take(
      Connection connection, Found found, boolean claimed, Optional<Instant> due)
      throws SQLException {
    return Sql.find(
        connection, TAKE, rows::read, worker, claimed ? 1 : 0, due, found.id(), found.sequence());
  }
}
