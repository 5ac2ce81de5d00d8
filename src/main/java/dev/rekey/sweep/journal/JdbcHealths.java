package dev.rekey.sweep.journal;

import static java.util.Collections.nCopies;

import dev.rekey.datasource.DataSource;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.Kind;
import dev.rekey.store.Database;
import dev.rekey.store.Sql;
import dev.rekey.sweep.Check;
import dev.rekey.sweep.Health;
import dev.rekey.sweep.HealthLog;
import dev.rekey.sweep.HealthState;
import dev.rekey.sweep.Healths;
import dev.rekey.sweep.SourceHealth;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How data sources are, in a database: one row for each. */
public final class JdbcHealths implements Healths, HealthLog {
  private static final String WRITE =
      """
      INSERT INTO data_source_health (data_source_id, environment, name, kind, state, since,
        failing_since, message, history, run)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (data_source_id) DO UPDATE SET name = excluded.name, state = excluded.state,
        since = excluded.since, failing_since = excluded.failing_since, message = excluded.message,
        history = excluded.history, run = excluded.run""";

  private final Database database;

  public JdbcHealths(Database database) {
    this.database = database;
  }

  @Override
  public Map<String, Instant> lastTested(Collection<String> ids) {
    Map<String, Instant> last = new HashMap<>();
    database
        .read(connection -> known(connection, ids))
        .forEach((id, health) -> health.last().map(Check::at).ifPresent(at -> last.put(id, at)));
    return last;
  }

  @Override
  public List<Change> record(String run, List<Tested> tested, Collection<String> skipped) {
    return database.write(
        connection -> {
          Map<String, Health> known =
              known(connection, tested.stream().map(each -> each.dataSource().id()).toList());
          List<Change> changes =
              tested.stream()
                  .map(each -> change(each, Optional.ofNullable(known.get(each.dataSource().id()))))
                  .toList();
          Sql.batch(
              connection,
              WRITE,
              changes.stream().map(change -> columns(change.now(), run)).toList());
          Sql.batch(
              connection,
              "UPDATE data_source_health SET run = ? WHERE data_source_id = ?",
              skipped.stream().map(id -> new Object[] {run, id}).toList());
          return changes;
        });
  }

  private static Change change(Tested tested, Optional<Health> before) {
    DataSource source = tested.dataSource();
    return new Change(
        before.map(Health::state).orElse(HealthState.UNKNOWN),
        new SourceHealth(source.id(), source.ref(), source.kind(), tested.after(before)));
  }

  private static Object[] columns(SourceHealth source, String run) {
    Health health = source.health();
    return new Object[] {
      source.id(),
      source.dataSource().environment(),
      source.dataSource().name(),
      source.kind().name(),
      health.state().name(),
      health.since(),
      health.failingSince(),
      health.message(),
      HealthCodec.encode(health.history()),
      run
    };
  }

  private static Map<String, Health> known(Connection connection, Collection<String> ids)
      throws SQLException {
    Map<String, Health> known = new HashMap<>();
    if (!ids.isEmpty()) {
      Sql.each(
          connection,
          "SELECT * FROM data_source_health WHERE data_source_id IN ("
              + String.join(", ", nCopies(ids.size(), "?"))
              + ")",
          row -> known.put(row.getString("data_source_id"), health(row)),
          ids.toArray());
    }
    return known;
  }

  @Override
  public List<DataSourceRef> forget(String environment, String run) {
    return database.write(
        connection ->
            Sql.list(
                connection,
                "DELETE FROM data_source_health WHERE environment = ? AND run <> ? RETURNING name",
                row -> new DataSourceRef(environment, row.getString("name")),
                environment,
                run));
  }

  @Override
  public List<SourceHealth> list(Query query) {
    StringBuilder sql = new StringBuilder("SELECT * FROM data_source_health WHERE environment = ?");
    List<Object> parameters = new ArrayList<>(List.of(query.environment()));
    restrict(sql, parameters, " AND name = ?", query.dataSource());
    restrict(sql, parameters, " AND state = ?", query.state().map(HealthState::name));
    restrict(sql, parameters, " AND name > ?", query.after());
    sql.append(" ORDER BY name LIMIT ?");
    parameters.add(query.limit());
    return database.read(
        connection ->
            Sql.list(connection, sql.toString(), JdbcHealths::source, parameters.toArray()));
  }

  private static void restrict(
      StringBuilder sql, List<Object> parameters, String condition, Optional<String> value) {
    value.ifPresent(
        some -> {
          sql.append(condition);
          parameters.add(some);
        });
  }

  private static SourceHealth source(ResultSet row) throws SQLException {
    return new SourceHealth(
        row.getString("data_source_id"),
        new DataSourceRef(row.getString("environment"), row.getString("name")),
        Kind.valueOf(row.getString("kind")),
        health(row));
  }

  private static Health health(ResultSet row) throws SQLException {
    return new Health(
        HealthState.valueOf(row.getString("state")),
        Sql.instant(row, "since"),
        JdbcSweepLog.time(row, "failing_since"),
        row.getString("message"),
        HealthCodec.decode(row.getString("history")));
  }
}
