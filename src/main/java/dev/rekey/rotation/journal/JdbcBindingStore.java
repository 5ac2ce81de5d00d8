package dev.rekey.rotation.journal;

import dev.rekey.rotation.Binding;
import dev.rekey.rotation.BindingStore;
import dev.rekey.rotation.Journal.Recorded;
import dev.rekey.rotation.Journal.Request;
import dev.rekey.rotation.Terms.OnFailure;
import dev.rekey.rotation.Terms.PreviousRefused;
import dev.rekey.rotation.Terms.PreviousWorks;
import dev.rekey.rotation.Terms.Unreachable;
import dev.rekey.secret.SecretRef;
import dev.rekey.store.Database;
import dev.rekey.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Bindings in the database of the journal, so that a rotation is queued in the same transaction.
 */
public final class JdbcBindingStore implements BindingStore {
  private final Database database;
  private final JdbcJournal journal;

  public JdbcBindingStore(Database database, JdbcJournal journal) {
    this.database = database;
    this.journal = journal;
  }

  @Override
  public Stored load() {
    return database.read(
        connection ->
            new Stored(
                version(connection),
                Sql.list(
                    connection,
                    "SELECT * FROM binding ORDER BY environment, data_source, secret",
                    JdbcBindingStore::read)));
  }

  @Override
  public long version() {
    return database.read(JdbcBindingStore::version);
  }

  private static long version(Connection connection) throws SQLException {
    return Sql.find(
            connection, "SELECT version FROM binding_version", row -> row.getLong("version"))
        .orElse(0L);
  }

  @Override
  public Optional<Recorded> put(long seen, Binding binding, Request request) {
    return database.write(
        connection -> {
          if (!grows(connection, seen)) {
            return Optional.empty();
          }
          insert(connection, binding);
          return Optional.of(journal.record(connection, List.of(request)).getFirst());
        });
  }

  @Override
  public boolean delete(long seen, Binding binding) {
    return database.write(
        connection ->
            grows(connection, seen)
                && Sql.update(
                        connection,
                        "DELETE FROM binding WHERE environment = ? AND data_source = ? AND secret ="
                            + " ?",
                        binding.dataSource().environment(),
                        binding.dataSource().name(),
                        binding.secret().toString())
                    == 1);
  }

  /** Also keeps every other writer waiting until the end of the transaction. */
  private static boolean grows(Connection connection, long seen) throws SQLException {
    return Sql.update(
            connection, "UPDATE binding_version SET version = version + 1 WHERE version = ?", seen)
        == 1;
  }

  private static void insert(Connection connection, Binding binding) throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO binding (environment, data_source, secret, mapping, settle_window_millis,
          preflight, previous_works, previous_refused, unreachable)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (environment, data_source, secret) DO UPDATE SET mapping = excluded.mapping,
          settle_window_millis = excluded.settle_window_millis, preflight = excluded.preflight,
          previous_works = excluded.previous_works, previous_refused = excluded.previous_refused,
          unreachable = excluded.unreachable\
        """,
        binding.dataSource().environment(),
        binding.dataSource().name(),
        binding.secret().toString(),
        MappingCodec.write(binding.keys()),
        binding.settleWindow().map(Duration::toMillis),
        binding.preflight() ? 1 : 0,
        binding.onFailure().previousWorks().name(),
        binding.onFailure().previousRefused().name(),
        binding.onFailure().unreachable().name());
  }

  private static Binding read(ResultSet row) throws SQLException {
    long window = row.getLong("settle_window_millis");
    Optional<Duration> settleWindow =
        row.wasNull() ? Optional.empty() : Optional.of(Duration.ofMillis(window));
    return new Binding(
        SecretRef.parse(row.getString("secret")),
        RotationRows.dataSource(row),
        MappingCodec.read(row.getString("mapping")),
        settleWindow,
        row.getInt("preflight") == 1,
        new OnFailure(
            PreviousWorks.valueOf(row.getString("previous_works")),
            PreviousRefused.valueOf(row.getString("previous_refused")),
            Unreachable.valueOf(row.getString("unreachable"))));
  }
}
