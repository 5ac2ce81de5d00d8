package dev.rekey.rotation.journal;

import dev.rekey.rotation.Journal;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationState.Name;
import dev.rekey.rotation.journal.RotationCodec.StateRow;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretVersion;
import dev.rekey.store.Database;
import dev.rekey.store.Sql;
import dev.rekey.store.ValueCipher;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The journal in a database. */
public final class JdbcJournal implements Journal {
  private final Database database;
  private final ValueCipher cipher;
  private final RotationCodec codec;
  private final RotationRows rows;

  public JdbcJournal(Database database, ValueCipher cipher) {
    this.database = database;
    this.cipher = cipher;
    this.codec = new RotationCodec(cipher);
    this.rows = new RotationRows(codec);
  }

  @Override
  public List<Recorded> record(List<Request> requests, List<Quarantined> quarantined) {
    List<Object[]> sealed = quarantined.stream().map(this::columns).toList();
    return database.write(
        connection -> {
          quarantine(connection, sealed);
          return new EventBatch(connection, requests).run(rows);
        });
  }

  private Object[] columns(Quarantined quarantined) {
    byte[] body = quarantined.content().body();
    return new Object[] {
      quarantined.id(),
      quarantined.source(),
      quarantined.position(),
      quarantined.content().type(),
      quarantined.content().reason(),
      body.length,
      cipher.seal(Secret.of(body), "quarantine/" + quarantined.id()),
      quarantined.at()
    };
  }

  private static void quarantine(Connection connection, List<Object[]> rows) throws SQLException {
    Sql.batch(
        connection,
        """
        INSERT INTO quarantine (id, source, position, type, reason, size, sealed, at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
        rows);
  }

  @Override
  public boolean append(Rotation next) {
    StateRow row = codec.encode(next.id(), next.state());
    return database.write(
        connection -> {
          if (!rows.update(connection, next, row)) {
            return false;
          }
          if (next.isFinal() && row.state() != Name.FAILED && row.version().isPresent()) {
            settle(connection, next, row);
          }
          return true;
        });
  }

  private static void settle(Connection connection, Rotation last, StateRow row)
      throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO settled (binding_id, version, state, rotation_id, at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (binding_id) DO UPDATE SET version = excluded.version, state = excluded.state,
          rotation_id = excluded.rotation_id, at = excluded.at
        WHERE excluded.state <> 'UNCHANGED' OR excluded.version <> settled.version""",
        last.bindingId(),
        row.version(),
        row.state().name(),
        last.id(),
        last.updatedAt());
  }

  @Override
  public List<Rotation> open() {
    return database.read(
        connection ->
            Sql.list(
                connection, "SELECT * FROM rotation WHERE is_open = 1 ORDER BY id", rows::read));
  }

  @Override
  public Optional<Rotation> find(String id) {
    return database.read(
        connection -> Sql.find(connection, "SELECT * FROM rotation WHERE id = ?", rows::read, id));
  }

  @Override
  public Optional<Settled> settled(String bindingId) {
    return database.read(
        connection ->
            Sql.find(
                connection,
                "SELECT version, state FROM settled WHERE binding_id = ?",
                row ->
                    new Settled(
                        new SecretVersion(row.getString("version")),
                        Name.valueOf(row.getString("state"))),
                bindingId));
  }
}
