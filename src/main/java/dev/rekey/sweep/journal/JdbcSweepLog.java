package dev.rekey.sweep.journal;

import dev.rekey.store.Database;
import dev.rekey.store.Sql;
import dev.rekey.sweep.SweepKind;
import dev.rekey.sweep.SweepLog;
import dev.rekey.sweep.SweepStatus;
import dev.rekey.sweep.Sweeps;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** How far sweeps are, in a database. */
public final class JdbcSweepLog implements SweepLog, Sweeps {
  private static final String SELECT = "SELECT * FROM sweep WHERE kind = ? AND environment = ?";

  private static final String INSERT =
      "INSERT INTO sweep (kind, environment) VALUES (?, ?) ON CONFLICT DO NOTHING";

  private final Database database;
  private final SweepLeases leases;
  private final String worker;

  /**
   * @param worker who sweeps here: another name for each process and each start of it
   */
  public JdbcSweepLog(Database database, SweepLeases leases, String worker) {
    this.database = database;
    this.leases = leases;
    this.worker = worker;
  }

  @Override
  public boolean ask(SweepKind kind, String environment) {
    return database.write(
        connection -> {
          insert(connection, kind, environment);
          return Sql.update(
                  connection,
                  """
                  UPDATE sweep SET asked = 1
                  WHERE kind = ? AND environment = ? AND asked = 0 AND run IS NULL""",
                  kind.name(),
                  environment)
              == 0;
        });
  }

  @Override
  public SweepStatus status(SweepKind kind, String environment) {
    return database.read(
        connection ->
            Sql.find(connection, SELECT, row -> status(kind, row), kind.name(), environment)
                .orElseGet(() -> SweepStatus.never(kind)));
  }

  @Override
  public boolean lease(SweepKind kind) {
    return database.write(connection -> leases.take(connection, kind, worker));
  }

  @Override
  public void release(SweepKind kind) {
    boolean _ =
        database.write(
            connection -> {
              leases.end(connection, kind, worker);
              return true;
            });
  }

  @Override
  public Standing standing(SweepKind kind, String environment) {
    return database.read(
        connection ->
            Sql.find(connection, SELECT, JdbcSweepLog::standing, kind.name(), environment)
                .orElseGet(() -> new Standing(false, Optional.empty(), Optional.empty())));
  }

  @Override
  public void schedule(SweepKind kind, String environment, Instant due) {
    int _ =
        database.write(
            connection -> {
              insert(connection, kind, environment);
              return Sql.update(
                  connection,
                  "UPDATE sweep SET next_due = ? WHERE kind = ? AND environment = ?",
                  due,
                  kind.name(),
                  environment);
            });
  }

  @Override
  public Optional<Run> begin(
      SweepKind kind,
      String environment,
      String run,
      long total,
      Instant now,
      Optional<Instant> next) {
    return database.write(
        connection -> {
          if (!leases.keep(connection, kind, worker)) {
            return Optional.empty();
          }
          insert(connection, kind, environment);
          return Sql.find(
              connection,
              """
              UPDATE sweep SET run = ?, hurried = asked, asked = 0, position = '', total = ?, done = 0,
                started_at = ?, next_due = ?
              WHERE kind = ? AND environment = ? AND run IS NULL RETURNING *""",
              JdbcSweepLog::run,
              run,
              total,
              now,
              next,
              kind.name(),
              environment);
        });
  }

  @Override
  public boolean advance(Run run, String position, long more) {
    return move(run, "position = ?, done = done + ?", position, more);
  }

  @Override
  public boolean finish(Run run, Instant now) {
    return move(run, "run = NULL, position = ?, last_success = ?", "", now);
  }

  private boolean move(Run run, String change, Object first, Object second) {
    return database.write(
        connection ->
            leases.keep(connection, run.kind(), worker)
                && Sql.update(
                        connection,
                        "UPDATE sweep SET "
                            + change
                            + " WHERE kind = ? AND environment = ? AND run = ?",
                        first,
                        second,
                        run.kind().name(),
                        run.environment(),
                        run.id())
                    == 1);
  }

  private static void insert(Connection connection, SweepKind kind, String environment)
      throws SQLException {
    Sql.update(connection, INSERT, kind.name(), environment);
  }

  private static SweepStatus status(SweepKind kind, ResultSet row) throws SQLException {
    return new SweepStatus(
        kind,
        row.getString("run") != null,
        row.getLong("total"),
        row.getLong("done"),
        time(row, "started_at"),
        time(row, "last_success"),
        time(row, "next_due"));
  }

  private static Standing standing(ResultSet row) throws SQLException {
    return new Standing(
        row.getInt("asked") == 1,
        time(row, "next_due"),
        row.getString("run") == null ? Optional.empty() : Optional.of(run(row)));
  }

  private static Run run(ResultSet row) throws SQLException {
    return new Run(
        row.getString("run"),
        SweepKind.valueOf(row.getString("kind")),
        row.getString("environment"),
        row.getString("position"),
        row.getLong("total"),
        row.getLong("done"),
        Sql.instant(row, "started_at"),
        row.getInt("hurried") == 1);
  }

  static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    Instant time = Sql.instant(row, column);
    return row.wasNull() ? Optional.empty() : Optional.of(time);
  }
}
