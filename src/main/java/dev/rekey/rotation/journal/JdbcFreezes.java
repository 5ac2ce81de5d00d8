package dev.rekey.rotation.journal;

import dev.rekey.datasource.Actor;
import dev.rekey.rotation.Freeze;
import dev.rekey.rotation.Freezes;
import dev.rekey.store.Database;
import dev.rekey.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The freezes in a database. What waits is marked in the transaction that changes one. */
public final class JdbcFreezes implements Freezes {
  private static final String EVERYWHERE = "";

  private final Database database;

  public JdbcFreezes(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Freeze> of(String environment, Instant now) {
    List<Freeze> freezes =
        database.read(
            connection ->
                Sql.list(
                    connection,
                    "SELECT * FROM change_freeze WHERE environment IN (?, ?) ORDER BY environment",
                    JdbcFreezes::freeze,
                    EVERYWHERE,
                    environment));
    return freezes.stream().filter(freeze -> freeze.lasts(now)).findFirst();
  }

  @Override
  public void set(Freeze freeze) {
    int _ =
        database.write(
            connection -> {
              Sql.update(
                  connection,
                  """
                  INSERT INTO change_freeze (environment, reason, until_at, actor, since) VALUES (?, ?, ?, ?, ?)
                  ON CONFLICT (environment) DO UPDATE SET reason = excluded.reason,
                    until_at = excluded.until_at, actor = excluded.actor, since = excluded.since""",
                  freeze.environment().orElse(EVERYWHERE),
                  freeze.reason(),
                  freeze.until(),
                  freeze.actor().name(),
                  freeze.since());
              return lookAgain(connection, freeze.environment());
            });
  }

  @Override
  public void lift(Optional<String> environment) {
    int _ =
        database.write(
            connection -> {
              Sql.update(
                  connection,
                  "DELETE FROM change_freeze WHERE environment = ?",
                  environment.orElse(EVERYWHERE));
              return lookAgain(connection, environment);
            });
  }

  private static int lookAgain(Connection connection, Optional<String> environment)
      throws SQLException {
    String waiting = "UPDATE rotation SET waiting_until = 0 WHERE waiting_until IS NOT NULL";
    return environment.isEmpty()
        ? Sql.update(connection, waiting)
        : Sql.update(connection, waiting + " AND environment = ?", environment.get());
  }

  private static Freeze freeze(ResultSet row) throws SQLException {
    Instant until = Sql.instant(row, "until_at");
    boolean endless = row.wasNull();
    return new Freeze(
        Optional.of(row.getString("environment")).filter(some -> !some.equals(EVERYWHERE)),
        row.getString("reason"),
        endless ? Optional.empty() : Optional.of(until),
        new Actor(row.getString("actor")),
        Sql.instant(row, "since"));
  }
}
