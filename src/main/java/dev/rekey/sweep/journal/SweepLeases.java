package dev.rekey.sweep.journal;

import dev.rekey.store.Sql;
import dev.rekey.sweep.SweepKind;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Which worker sweeps. A lease is measured by the clock of the database alone, so that it does not
 * matter what the clocks of the workers say.
 *
 * @param duration how long a lease lasts; empty where one worker is alone on the database, and
 *     every other one is dead
 */
public record SweepLeases(Optional<Duration> duration) {
  /** One worker has the database to itself. */
  public static final SweepLeases ALONE = new SweepLeases(Optional.empty());

  /** PostgreSQL's; the other database is never shared. */
  private static final String NOW = "(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000)::BIGINT";

  private static final String TAKE =
      """
      INSERT INTO sweep_lease (kind, owner, lease_until) VALUES (?, ?, %s)
      ON CONFLICT (kind) DO UPDATE SET owner = excluded.owner, lease_until = excluded.lease_until""";

  private static final String IF_IT_HAS_ENDED =
      " WHERE sweep_lease.owner = excluded.owner OR sweep_lease.lease_until < " + NOW;

  boolean take(Connection connection, SweepKind kind, String worker) throws SQLException {
    String take = TAKE.formatted(until()) + (duration.isEmpty() ? "" : IF_IT_HAS_ENDED);
    return Sql.update(connection, take, kind.name(), worker, length()) == 1;
  }

  /** Whether the worker still has it; nobody takes it before the transaction ends. */
  boolean keep(Connection connection, SweepKind kind, String worker) throws SQLException {
    return Sql.update(
            connection,
            "UPDATE sweep_lease SET lease_until = " + until() + " WHERE kind = ? AND owner = ?",
            length(),
            kind.name(),
            worker)
        == 1;
  }

  void end(Connection connection, SweepKind kind, String worker) throws SQLException {
    Sql.update(
        connection, "DELETE FROM sweep_lease WHERE kind = ? AND owner = ?", kind.name(), worker);
  }

  private String until() {
    return duration.isEmpty() ? "?" : NOW + " + ?";
  }

  private long length() {
    return duration
        .map(lease -> TimeUnit.NANOSECONDS.toMicros(lease.toNanos()))
        .orElse(Long.MAX_VALUE);
  }
}
