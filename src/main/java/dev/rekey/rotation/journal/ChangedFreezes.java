package dev.rekey.rotation.journal;

import dev.rekey.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets everything that waits be looked at again when a freeze was set, changed or lifted: once more
 * after the time in which some worker may not have known of that yet. Thread-safe.
 */
final class ChangedFreezes {
  private static final String RECONSIDER =
      "UPDATE rotation SET waiting_until = 0 WHERE waiting_until IS NOT NULL";

  /** Much longer than a freeze is known without being asked for again. */
  private static final Duration KNOWN_BY_ALL = Duration.ofSeconds(3);

  private final AtomicReference<Instant> seen = new AtomicReference<>(Instant.EPOCH);

  void lookAgain(Connection connection, Instant now) throws SQLException {
    Optional<Instant> changed =
        Sql.find(connection, "SELECT MAX(since) AS since FROM change_freeze", ChangedFreezes::since)
            .flatMap(since -> since);
    if (changed.isPresent() && seen.get().isBefore(changed.get())) {
      reconsider(connection);
      if (!now.isBefore(changed.get().plus(KNOWN_BY_ALL))) {
        seen.set(changed.get());
      }
    }
  }

  static void reconsider(Connection connection) throws SQLException {
    Sql.update(connection, RECONSIDER);
  }

  private static Optional<Instant> since(ResultSet row) throws SQLException {
    Instant since = Sql.instant(row, "since");
    return row.wasNull() ? Optional.empty() : Optional.of(since);
  }
}
