package dev.rekey.notification.outbox;

import dev.rekey.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Which worker carries out what is for an endpoint. Measured by the clock of the database alone.
 *
 * @param worker this one
 * @param duration how long a lease lasts; empty where one worker is alone on the database, and
 *     needs none
 */
public record EndpointLeases(String worker, Optional<Duration> duration) {
  /** PostgreSQL's; the other database is never shared. */
  private static final String NOW = "(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::BIGINT";

  private static final String TAKE =
      """
      INSERT INTO notification_lease (endpoint, owner, lease_until) VALUES (?, ?, %1$s + ?)
      ON CONFLICT (endpoint) DO UPDATE SET owner = excluded.owner, lease_until = excluded.lease_until
      WHERE notification_lease.owner = excluded.owner OR notification_lease.lease_until < %1$s"""
          .formatted(NOW);

  /** Whether this worker has the endpoint now. */
  boolean take(Connection connection, String endpoint) throws SQLException {
    return duration.isEmpty()
        || Sql.update(
                connection,
                TAKE,
                endpoint,
                worker,
                TimeUnit.NANOSECONDS.toMicros(duration.get().toNanos()))
            == 1;
  }

  void giveBack(Connection connection, String endpoint) throws SQLException {
    if (duration.isPresent()) {
      int _ =
          Sql.update(
              connection,
              "DELETE FROM notification_lease WHERE endpoint = ? AND owner = ?",
              endpoint,
              worker);
    }
  }
}
