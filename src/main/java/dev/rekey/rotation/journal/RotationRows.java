package dev.rekey.rotation.journal;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.event.TraceParent;
import dev.rekey.rotation.Journal.Move;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationCause;
import dev.rekey.rotation.RotationState.Name;
import dev.rekey.rotation.journal.RotationCodec.StateRow;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import dev.rekey.store.KeyNames;
import dev.rekey.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rows of rotations and of their steps, as one worker writes them. */
final class RotationRows {
  /** What the index of open rotations by binding asks for; the second half is true of all. */
  static final String OPEN_OF_BINDING = "is_open = 1 AND binding_id >= ''";

  private static final String INSERT =
      """
      INSERT INTO rotation (id, binding_id, secret, environment, data_source, event_id, cause,
        sequence, owner, claimed, format, state, is_open, attempt, progress, version, kind,
        config_keys, detail, changes, created_at, updated_at, trace)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

  private static final String UPDATE =
      """
      UPDATE rotation SET sequence = ?, owner = ?, claimed = ?, format = ?, state = ?, is_open = ?,
        attempt = ?, progress = ?, version = ?, kind = ?, config_keys = ?, detail = ?, changes = ?,
        waiting_until = ?, updated_at = ?
      WHERE id = ? AND sequence = ?
      RETURNING news_event_id, news_version, news_cause, news_trace""";

  private static final String INSERT_STEP =
      """
      INSERT INTO rotation_step (rotation_id, sequence, state, at, attempt, verdict, detail)
      VALUES (?, ?, ?, ?, ?, ?, ?)""";

  private final RotationCodec codec;
  private final String worker;
  private final Witness witness;

  /**
   * @param worker who owns what is claimed and what is parked here
   */
  RotationRows(RotationCodec codec, String worker, Witness witness) {
    this.codec = codec;
    this.worker = worker;
    this.witness = witness;
  }

  /** What came in while a rotation was acting. */
  record News(
      String eventId,
      Optional<SecretVersion> version,
      RotationCause cause,
      Optional<TraceParent> trace) {}

  /** The row as it was updated: with what came in, if anything did. */
  record Updated(Optional<News> news) {}

  /** Writes new rotations, each with its first step. */
  void insert(Connection connection, List<Rotation> rotations) throws SQLException {
    Sql.batch(connection, INSERT, rotations.stream().map(this::columns).toList());
    Sql.batch(connection, INSERT_STEP, rotations.stream().map(RotationRows::firstStep).toList());
  }

  /**
   * Writes the next states, with their steps; empty unless the stored sequence is the one before.
   *
   * @param row the last of the states
   */
  Optional<Updated> update(Connection connection, List<Move> moves, StateRow row)
      throws SQLException {
    Rotation last = moves.getLast().rotation();
    Optional<Updated> updated =
        Sql.find(
            connection,
            UPDATE,
            RotationRows::updated,
            last.sequence(),
            isOurs(last) ? worker : Optional.empty(),
            last.claimed() ? 1 : 0,
            row.format(),
            row.state().name(),
            last.isFinal() ? 0 : 1,
            row.attempt(),
            row.progress(),
            row.version(),
            row.kind(),
            KeyNames.join(row.keys()),
            row.detail(),
            row.changes(),
            row.waitsUntil(),
            last.updatedAt(),
            last.id(),
            moves.getFirst().rotation().sequence() - 1);
    if (updated.isPresent()) {
      Sql.batch(connection, INSERT_STEP, moves.stream().map(RotationRows::step).toList());
      for (Move move : moves) {
        if (move.rotation().rests()) {
          witness.rests(connection, move.rotation());
        }
      }
    }
    return updated;
  }

  private static Updated updated(ResultSet row) throws SQLException {
    String eventId = row.getString("news_event_id");
    return new Updated(
        eventId == null
            ? Optional.empty()
            : Optional.of(
                new News(
                    eventId,
                    Optional.ofNullable(row.getString("news_version")).map(SecretVersion::new),
                    RotationCause.valueOf(row.getString("news_cause")),
                    trace(row, "news_trace"))));
  }

  Rotation read(ResultSet row) throws SQLException {
    String id = row.getString("id");
    StateRow state =
        new StateRow(
            row.getInt("format"),
            Name.valueOf(row.getString("state")),
            row.getInt("attempt"),
            row.getString("progress"),
            Optional.ofNullable(row.getString("version")),
            Optional.ofNullable(row.getString("kind")),
            KeyNames.split(row.getString("config_keys")),
            row.getString("detail"),
            Optional.ofNullable(row.getBytes("changes")),
            waitsUntil(row));
    return new Rotation(
        id,
        row.getString("binding_id"),
        SecretRef.parseKept(row.getString("secret")),
        dataSource(row),
        row.getString("event_id"),
        RotationCause.valueOf(row.getString("cause")),
        row.getLong("sequence"),
        row.getInt("claimed") == 1 && worker.equals(row.getString("owner")),
        codec.decode(id, state),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "updated_at"),
        trace(row, "trace"));
  }

  private static Optional<TraceParent> trace(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column)).flatMap(TraceParent::parse);
  }

  /** One that waits belongs to nobody. */
  private static boolean isOurs(Rotation rotation) {
    return !rotation.isFinal() && rotation.state().waitsUntil().isEmpty();
  }

  static Optional<Instant> waitsUntil(ResultSet row) throws SQLException {
    Instant until = Sql.instant(row, "waiting_until");
    return row.wasNull() ? Optional.empty() : Optional.of(until);
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
      rotation.cause().name(),
      rotation.sequence(),
      rotation.claimed() ? worker : Optional.empty(),
      rotation.claimed() ? 1 : 0,
      row.format(),
      row.state().name(),
      rotation.isFinal() ? 0 : 1,
      row.attempt(),
      row.progress(),
      row.version(),
      row.kind(),
      KeyNames.join(row.keys()),
      row.detail(),
      row.changes(),
      rotation.createdAt(),
      rotation.updatedAt(),
      rotation.trace().map(TraceParent::text)
    };
  }

  /** As it was queued: events that joined at once are no transitions. */
  private static Object[] firstStep(Rotation rotation) {
    return step(rotation, 1, rotation.createdAt(), Optional.empty());
  }

  private static Object[] step(Move move) {
    Rotation rotation = move.rotation();
    return step(
        rotation, rotation.sequence(), rotation.updatedAt(), move.verdict().map(Enum::name));
  }

  private static Object[] step(
      Rotation rotation, long sequence, Instant at, Optional<String> verdict) {
    return new Object[] {
      rotation.id(),
      sequence,
      rotation.state().name().name(),
      at,
      rotation.state().attempt(),
      verdict,
      rotation.state().detail()
    };
  }
}
