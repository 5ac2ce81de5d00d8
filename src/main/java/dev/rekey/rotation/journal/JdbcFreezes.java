package dev.rekey.rotation.journal;

import dev.rekey.datasource.Actor;
import dev.rekey.rotation.Freeze;
import dev.rekey.rotation.Freezes;
import dev.rekey.store.Database;
import dev.rekey.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The freezes in a database. {@link ChangedFreezes} looks at what they change. */
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
                    "SELECT * FROM change_freeze WHERE lifted = 0 AND environment IN (?, ?) ORDER BY environment",
                    JdbcFreezes::freeze,
                    EVERYWHERE,
                    environment));
    return freezes.stream().filter(freeze -> freeze.lasts(now)).findFirst();
  }

  @Override
  public void set(Freeze freeze) {
    int _ =
        database.write(
            connection ->
                Sql.update(
                    connection,
                    """
                    INSERT INTO change_freeze (environment, reason, until_at, lifted, actor, since)
                    VALUES (?, ?, ?, 0, ?, ?)
                    ON CONFLICT (environment) DO UPDATE SET reason = excluded.reason,
                      until_at = excluded.until_at, lifted = 0, actor = excluded.actor,
                      since = excluded.since""",
                    freeze.environment().orElse(EVERYWHERE),
                    freeze.reason(),
                    freeze.until(),
                    freeze.actor().name(),
                    freeze.since()));
  }

  @Override
  public void lift(Optional<String> environment, Instant now) {
    int _ =
        database.write(
            connection ->
                Sql.update(
                    connection,
                    "UPDATE change_freeze SET lifted = 1, since = ? WHERE environment = ? AND lifted = 0",
                    now,
                    environment.orElse(EVERYWHERE)));
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
