package dev.rekey.rotation.journal;

import dev.rekey.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Which workers are alive. A lease is measured by the clock of the database alone, so that it does
 * not matter what the clocks of the workers say.
 *
 * @param duration how long a lease lasts; empty where one worker is alone on the database, and
 *     every other one is dead
 */
public record Leases(Optional<Duration> duration) {
  /** One worker has the database to itself. */
  public static final Leases ALONE = new Leases(Optional.empty());

  /** PostgreSQL's; the other database is never shared. */
  private static final String NOW = "(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::BIGINT";

  /** Renews the lease of a worker, and forgets the workers whose lease has ended. */
  void renew(Connection connection, String worker) throws SQLException {
    if (duration.isEmpty()) {
      write(connection, worker, "?", Long.MAX_VALUE);
      Sql.update(connection, "DELETE FROM worker WHERE id <> ?", worker);
    } else {
      write(
          connection,
          worker,
          NOW + " + ?",
          TimeUnit.NANOSECONDS.toMicros(duration.get().toNanos()));
      Sql.update(connection, "DELETE FROM worker WHERE lease_until < " + NOW);
    }
  }

  private static void write(Connection connection, String worker, String until, long value)
      throws SQLException {
    Sql.update(
        connection,
        "INSERT INTO worker (id, lease_until) VALUES (?, "
            + until
            + ") ON CONFLICT (id) DO UPDATE SET lease_until = excluded.lease_until",
        worker,
        value);
  }

  void end(Connection connection, String worker) throws SQLException {
    Sql.update(connection, "DELETE FROM worker WHERE id = ?", worker);
  }
}
