package dev.rekey.rotation.journal;

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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The journal in a database, for reading. Opens nothing that is sealed. */
public final class JdbcRotationLog implements RotationLog {
  private static final String SELECT =
      """
      SELECT id, binding_id, secret, environment, data_source, event_id, cause, kind, state, version, config_keys,
        detail, created_at, updated_at
      FROM rotation WHERE environment = ?""";

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
                sql.append(" AND is_open = ").append(state.isFinal() ? 0 : 1);
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
    record Count(Name state, long rotations, Instant oldest) {}
    List<Count> counts =
        database.read(
            connection ->
                Sql.list(
                    connection,
                    """
                    SELECT state, COUNT(*) AS rotations, MIN(created_at) AS oldest
                    FROM rotation WHERE is_open = 1 GROUP BY state""",
                    row ->
                        new Count(
                            Name.valueOf(row.getString("state")),
                            row.getLong("rotations"),
                            Sql.instant(row, "oldest"))));
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
            .map(Count::oldest)
            .min(Instant::compareTo),
        quarantined);
  }

  @Override
  public List<QuarantinedEvent> quarantine(int limit) {
    return database.read(
        connection ->
            Sql.list(
                connection,
                """
                SELECT id, source, position, reason, size, at FROM quarantine
                ORDER BY at DESC, id DESC LIMIT ?""",
                row ->
                    new QuarantinedEvent(
                        row.getString("id"),
                        row.getString("source"),
                        row.getString("position"),
                        row.getString("reason"),
                        row.getLong("size"),
                        Sql.instant(row, "at")),
                limit));
  }

  private static RotationRecord toRecord(ResultSet row) throws SQLException {
    return new RotationRecord(
        row.getString("id"),
        row.getString("binding_id"),
        SecretRef.parse(row.getString("secret")),
        RotationRows.dataSource(row),
        row.getString("event_id"),
        RotationCause.valueOf(row.getString("cause")),
        Optional.ofNullable(row.getString("kind")).map(Kind::valueOf),
        Name.valueOf(row.getString("state")),
        Optional.ofNullable(row.getString("version")),
        KeyNames.split(row.getString("config_keys")),
        row.getString("detail"),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "updated_at"));
  }
}
