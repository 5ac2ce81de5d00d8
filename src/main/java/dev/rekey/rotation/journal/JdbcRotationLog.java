package dev.rekey.rotation.journal;

import static java.util.Collections.nCopies;
import static java.util.stream.Collectors.joining;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Kind;
import dev.rekey.rotation.RotationCause;
import dev.rekey.rotation.RotationLog;
import dev.rekey.rotation.RotationRecord;
import dev.rekey.rotation.RotationRecord.Step;
import dev.rekey.rotation.RotationState.Name;
import dev.rekey.secret.SecretRef;
import dev.rekey.store.Database;
import dev.rekey.store.KeyNames;
import dev.rekey.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The journal in a database, for reading. Opens nothing that is sealed. */
public final class JdbcRotationLog implements RotationLog {
  private static final String QUARANTINED =
      "SELECT id, source, position, reason, size, at FROM quarantine";

  private static final String SELECT =
      """
      SELECT id, binding_id, secret, environment, data_source, event_id, cause, kind, sequence, state,
        version, config_keys, detail, created_at, updated_at, waiting_until
      FROM rotation WHERE environment = ?""";

  private static final String MARKS =
      "SELECT id, sequence, is_open FROM rotation WHERE environment = ?";

  /** What the index of open rotations by state asks for: true of all of them. */
  private static final String OPEN_BY_STATE = " AND is_open = 1 AND state >= ''";

  // The states say which of the indexes will do: without them SQLite reads all that has ended too.
  private static final String OPEN =
      Arrays.stream(Name.values())
          .filter(state -> !state.isFinal())
          .map(state -> "'" + state + "'")
          .collect(joining(", ", OPEN_BY_STATE + " AND state IN (", ")"));

  // Well below the number of parameters that a statement of either database may have.
  private static final int IDS_PER_QUERY = 500;

  private final Database database;

  public JdbcRotationLog(Database database) {
    this.database = database;
  }

  @Override
  public List<RotationRecord> list(Query query) {
    StringBuilder sql = new StringBuilder(SELECT);
    List<Object> parameters = new ArrayList<>();
    parameters.add(query.environment());
    query
        .dataSource()
        .ifPresent(
            name -> {
              sql.append(" AND data_source = ?");
              parameters.add(name);
            });
    query
        .state()
        .ifPresent(
            state -> {
              sql.append(" AND state = ?");
              if (query.dataSource().isEmpty()) {
                // Says which of the partial indexes will do; a data source has an index of its own.
                sql.append(state.isFinal() ? " AND is_open = 0" : OPEN_BY_STATE);
              }
              parameters.add(state.name());
            });
    query
        .before()
        .ifPresent(
            id -> {
              sql.append(" AND id < ?");
              parameters.add(id);
            });
    sql.append(" ORDER BY id DESC LIMIT ?");
    parameters.add(query.limit());
    return database.read(
        connection ->
            Sql.list(connection, sql.toString(), JdbcRotationLog::toRecord, parameters.toArray()));
  }

  @Override
  public Optional<RotationRecord> find(String environment, String id) {
    return database.read(
        connection ->
            Sql.find(
                connection, SELECT + " AND id = ?", JdbcRotationLog::toRecord, environment, id));
  }

  @Override
  public List<RotationRecord> find(String environment, Collection<String> ids) {
    List<String> all = List.copyOf(ids);
    return database.read(
        connection -> {
          List<RotationRecord> found = new ArrayList<>(all.size());
          for (int from = 0; from < all.size(); from += IDS_PER_QUERY) {
            List<String> some = all.subList(from, Math.min(from + IDS_PER_QUERY, all.size()));
            found.addAll(find(connection, environment, some));
          }
          return found;
        });
  }

  private static List<RotationRecord> find(
      Connection connection, String environment, List<String> ids) throws SQLException {
    List<Object> parameters = new ArrayList<>();
    parameters.add(environment);
    parameters.addAll(ids);
    String sql = SELECT + " AND id IN (" + String.join(", ", nCopies(ids.size(), "?")) + ")";
    return Sql.list(connection, sql, JdbcRotationLog::toRecord, parameters.toArray());
  }

  @Override
  public List<Mark> openMarks(String environment) {
    return database.read(
        connection -> Sql.list(connection, MARKS + OPEN, JdbcRotationLog::toMark, environment));
  }

  @Override
  public List<Mark> marksAfter(String environment, String id, int limit) {
    return database.read(
        connection ->
            Sql.list(
                connection,
                MARKS + " AND id > ? ORDER BY id LIMIT ?",
                JdbcRotationLog::toMark,
                environment,
                id,
                limit));
  }

  @Override
  public List<Step> steps(String id) {
    return database.read(
        connection ->
            Sql.list(
                connection,
                """
                SELECT sequence, state, at, attempt, verdict, detail FROM rotation_step
                WHERE rotation_id = ? ORDER BY sequence""",
                row ->
                    new Step(
                        row.getLong("sequence"),
                        Name.valueOf(row.getString("state")),
                        Sql.instant(row, "at"),
                        row.getInt("attempt"),
                        Optional.ofNullable(row.getString("verdict"))
                            .map(TestResult.Verdict::valueOf),
                        row.getString("detail")),
                id));
  }

  @Override
  public Open open() {
    record Count(Name state, long rotations, Optional<Instant> oldest) {}
    List<Count> counts =
        database.read(
            connection ->
                Sql.list(
                    connection,
                    """
                    SELECT state, COUNT(*) AS rotations,
                      MIN(CASE WHEN waiting_until IS NULL AND state <> 'PARKED'
                          AND NOT (state = 'QUEUED' AND attempt > 0)
                        THEN COALESCE(due_at, created_at) END) AS oldest
                    FROM rotation WHERE is_open = 1 GROUP BY state""",
                    row ->
                        new Count(
                            Name.valueOf(row.getString("state")),
                            row.getLong("rotations"),
                            oldest(row))));
    long quarantined =
        database.read(
            connection ->
                Sql.find(
                        connection,
                        "SELECT COUNT(*) AS quarantined FROM quarantine",
                        row -> row.getLong("quarantined"))
                    .orElseThrow());
    Map<Name, Long> byState = new EnumMap<>(Name.class);
    counts.forEach(count -> byState.put(count.state(), count.rotations()));
    return new Open(
        byState,
        counts.stream()
            .filter(count -> count.state() != Name.PARKED)
            .flatMap(count -> count.oldest().stream())
            .min(Instant::compareTo),
        quarantined);
  }

  @Override
  public List<QuarantinedEvent> quarantine(int limit) {
    return database.read(
        connection ->
            Sql.list(
                connection,
                QUARANTINED + " ORDER BY at DESC, id DESC LIMIT ?",
                JdbcRotationLog::toQuarantined,
                limit));
  }

  @Override
  public Optional<QuarantinedEvent> quarantined(String id) {
    return database.read(
        connection ->
            Sql.find(
                connection, QUARANTINED + " WHERE id = ?", JdbcRotationLog::toQuarantined, id));
  }

  private static QuarantinedEvent toQuarantined(ResultSet row) throws SQLException {
    return new QuarantinedEvent(
        row.getString("id"),
        row.getString("source"),
        row.getString("position"),
        row.getString("reason"),
        row.getLong("size"),
        Sql.instant(row, "at"));
  }

  private static Optional<Instant> oldest(ResultSet row) throws SQLException {
    Instant oldest = Sql.instant(row, "oldest");
    return row.wasNull() ? Optional.empty() : Optional.of(oldest);
  }

  private static Mark toMark(ResultSet row) throws SQLException {
    return new Mark(row.getString("id"), row.getLong("sequence"), row.getInt("is_open") == 1);
  }

  private static RotationRecord toRecord(ResultSet row) throws SQLException {
    return new RotationRecord(
        row.getString("id"),
        row.getString("binding_id"),
        SecretRef.parseKept(row.getString("secret")),
        RotationRows.dataSource(row),
        row.getString("event_id"),
        RotationCause.valueOf(row.getString("cause")),
        Optional.ofNullable(row.getString("kind")).map(Kind::valueOf),
        row.getLong("sequence"),
        Name.valueOf(row.getString("state")),
        Optional.ofNullable(row.getString("version")),
        KeyNames.split(row.getString("config_keys")),
        row.getString("detail"),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "updated_at"),
        RotationRows.waitsUntil(row));
  }
}
