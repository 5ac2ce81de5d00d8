package dev.rekey.rotation.journal;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationState.Name;
import dev.rekey.rotation.journal.RotationCodec.StateRow;
import dev.rekey.secret.SecretRef;
import dev.rekey.store.KeyNames;
import dev.rekey.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The rows of rotations and of their steps. */
final class RotationRows {
  private static final String INSERT =
      """
      INSERT INTO rotation (id, binding_id, secret, environment, data_source, event_id, sequence,
        format, state, is_open, attempt, version, config_keys, detail, changes, created_at, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

  private static final String UPDATE =
      """
      UPDATE rotation SET sequence = ?, format = ?, state = ?, is_open = ?, attempt = ?, version = ?,
        config_keys = ?, detail = ?, changes = ?, updated_at = ?
      WHERE id = ? AND sequence = ?""";

  private static final String INSERT_STEP =
      "INSERT INTO rotation_step (rotation_id, sequence, state, at, detail) VALUES (?, ?, ?, ?, ?)";

  private final RotationCodec codec;

  RotationRows(RotationCodec codec) {
    this.codec = codec;
  }

  /** Writes new rotations, each with its first step. */
  void insert(Connection connection, List<Rotation> rotations) throws SQLException {
    Sql.batch(connection, INSERT, rotations.stream().map(this::columns).toList());
    Sql.batch(connection, INSERT_STEP, rotations.stream().map(RotationRows::firstStep).toList());
  }

  /** Writes the next state, with its step; false unless the stored sequence is one less. */
  boolean update(Connection connection, Rotation next, StateRow row) throws SQLException {
    int updated =
        Sql.update(
            connection,
            UPDATE,
            next.sequence(),
            row.format(),
            row.state().name(),
            next.isFinal() ? 0 : 1,
            row.attempt(),
            row.version(),
            KeyNames.join(row.keys()),
            row.detail(),
            row.changes(),
            next.updatedAt(),
            next.id(),
            next.sequence() - 1);
    if (updated == 0) {
      return false;
    }
    Sql.update(
        connection,
        INSERT_STEP,
        next.id(),
        next.sequence(),
        row.state().name(),
        next.updatedAt(),
        row.detail());
    return true;
  }

  Rotation read(ResultSet row) throws SQLException {
    String id = row.getString("id");
    StateRow state =
        new StateRow(
            row.getInt("format"),
            Name.valueOf(row.getString("state")),
            row.getInt("attempt"),
            Optional.ofNullable(row.getString("version")),
            KeyNames.split(row.getString("config_keys")),
            row.getString("detail"),
            Optional.ofNullable(row.getBytes("changes")));
    return new Rotation(
        id,
        row.getString("binding_id"),
        SecretRef.parse(row.getString("secret")),
        dataSource(row),
        row.getString("event_id"),
        row.getLong("sequence"),
        codec.decode(id, state),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "updated_at"));
  }

  static DataSourceRef dataSource(ResultSet row) throws SQLException {
    return new DataSourceRef(row.getString("environment"), row.getString("data_source"));
  }

  private Object[] columns(Rotation rotation) {
    StateRow row = codec.encode(rotation.id(), rotation.state());
    return new Object[] {
      rotation.id(),
      rotation.bindingId(),
      rotation.secret().toString(),
      rotation.dataSource().environment(),
      rotation.dataSource().name(),
      rotation.eventId(),
      rotation.sequence(),
      row.format(),
      row.state().name(),
      rotation.isFinal() ? 0 : 1,
      row.attempt(),
      row.version(),
      KeyNames.join(row.keys()),
      row.detail(),
      row.changes(),
      rotation.createdAt(),
      rotation.updatedAt()
    };
  }

  /** As it was queued: events that joined at once are no transitions. */
  private static Object[] firstStep(Rotation rotation) {
    return new Object[] {
      rotation.id(),
      1L,
      rotation.state().name().name(),
      rotation.createdAt(),
      rotation.state().detail()
    };
  }
}
