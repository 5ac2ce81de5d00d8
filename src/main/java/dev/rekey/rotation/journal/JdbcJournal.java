package dev.rekey.rotation.journal;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.rotation.Journal;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationState;
import dev.rekey.rotation.RotationState.Name;
import dev.rekey.rotation.journal.RotationCodec.StateRow;
import dev.rekey.rotation.journal.RotationRows.News;
import dev.rekey.rotation.journal.RotationRows.Updated;
import dev.rekey.secret.SecretRef.Scheme;
import dev.rekey.secret.SecretVersion;
import dev.rekey.store.Database;
import dev.rekey.store.SealedColumn;
import dev.rekey.store.Sql;
import dev.rekey.store.ValueCipher;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The journal in a database. */
public final class JdbcJournal implements Journal {
  /** What the journal and the quarantine keep sealed. */
  public static final List<SealedColumn> SEALED =
      List.of(RotationCodec.SEALED, QuarantineCodec.SEALED);

  private final Database database;
  private final QuarantineCodec messages;
  private final RotationCodec codec;
  private final RotationRows rows;
  private final Claims claims;
  private final Leases leases;
  private final ChangedFreezes freezes = new ChangedFreezes();
  private final String worker;
  private final Supplier<String> ids;

  /**
   * @param worker who claims rotations here: another name for each process and each start of it
   * @param ids gives the ids of rotations that follow others
   * @param witness writes along when a rotation comes to rest
   */
  public JdbcJournal(
      Database database,
      ValueCipher cipher,
      Leases leases,
      String worker,
      Supplier<String> ids,
      Witness witness) {
    this.database = database;
    this.messages = new QuarantineCodec(cipher);
    this.codec = new RotationCodec(cipher);
    this.rows = new RotationRows(codec, worker, witness);
    this.claims = new Claims(rows, worker);
    this.leases = leases;
    this.worker = worker;
    this.ids = ids;
  }

  @Override
  public List<Recorded> record(List<Request> requests, List<Quarantined> quarantined) {
    List<Object[]> sealed = quarantined.stream().map(this::columns).toList();
    return database.write(
        connection -> {
          quarantine(connection, sealed);
          return record(connection, requests);
        });
  }

  /** The same as a part of a larger write. */
  List<Recorded> record(Connection connection, List<Request> requests) throws SQLException {
    return new EventBatch(connection, requests, rows, codec).run();
  }

  private Object[] columns(Quarantined quarantined) {
    return new Object[] {
      quarantined.id(),
      quarantined.source(),
      quarantined.position(),
      quarantined.content().type(),
      quarantined.content().reason(),
      quarantined.content().body().length,
      messages.seal(quarantined.id(), quarantined.content()),
      quarantined.at()
    };
  }

  private static void quarantine(Connection connection, List<Object[]> rows) throws SQLException {
    Sql.batch(
        connection,
        """
        INSERT INTO quarantine (id, source, position, type, reason, size, sealed, at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING\
        """,
        rows);
  }

  @Override
  public Appended append(List<Move> moves) {
    Rotation last = moves.getLast().rotation();
    StateRow row = codec.encode(last.id(), last.state());
    return database.write(
        connection -> {
          Optional<Updated> updated = rows.update(connection, moves, row);
          if (updated.isEmpty()) {
            return new Appended.Lost();
          }
          Optional<News> news = updated.get().news();
          if (last.isFinal()) {
            end(connection, last, row, news);
          }
          return new Appended.Written(
              news.isPresent(),
              last.claimed() ? Optional.empty() : claims.next(connection, last.dataSource()));
        });
  }

  private void end(Connection connection, Rotation last, StateRow row, Optional<News> news)
      throws SQLException {
    // What a client writes is another version each time, and no event ever tells of it.
    boolean settles = last.state().name().settles() && last.secret().scheme() != Scheme.MANAGED;
    if (settles) {
      settle(connection, last, row);
    }
    if (news.isPresent() && !(settles && isCovered(news.get(), last.state()))) {
      rows.insert(connection, List.of(following(last, news.get())));
    }
  }

  /** Whether an event told of the very version that has just come to its end. */
  private static boolean isCovered(News news, RotationState end) {
    return !news.cause().isPerson()
        && news.version().isPresent()
        && news.version().equals(end.version());
  }

  private Rotation following(Rotation last, News news) {
    return new Rotation(
        ids.get(),
        last.bindingId(),
        last.secret(),
        last.dataSource(),
        news.eventId(),
        news.cause(),
        1,
        false,
        new RotationState.Queued(0, "Queued behind " + last.id() + "."),
        last.updatedAt(),
        last.updatedAt(),
        news.trace());
  }

  private static void settle(Connection connection, Rotation last, StateRow row)
      throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO settled (binding_id, version, state, rotation_id, at) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (binding_id) DO UPDATE SET version = excluded.version, state = excluded.state,
          rotation_id = excluded.rotation_id, at = excluded.at
        WHERE excluded.state <> 'UNCHANGED' OR excluded.version <> settled.version\
        """,
        last.bindingId(),
        row.version(),
        row.state().name(),
        last.id(),
        last.updatedAt());
  }

  @Override
  public Optional<Rotation> claim(Rotation waiting) {
    return database.write(connection -> claims.claim(connection, waiting));
  }

  @Override
  public List<Rotation> takeUp(int limit, Instant now) {
    boolean _ =
        database.write(
            connection -> {
              leases.renew(connection, worker);
              freezes.lookAgain(connection, now);
              return true;
            });
    return database.write(connection -> claims.takeUp(connection, limit, now));
  }

  @Override
  public List<Rotation> parked(Collection<DataSourceRef> dataSources) {
    return dataSources.isEmpty()
        ? List.of()
        : database.read(connection -> claims.parked(connection, List.copyOf(dataSources)));
  }

  @Override
  public Map<String, Standing> standings(Collection<String> bindingIds) {
    return database.read(connection -> Standings.of(connection, List.copyOf(bindingIds)));
  }

  @Override
  public void reconsider() {
    boolean _ =
        database.write(
            connection -> {
              ChangedFreezes.reconsider(connection);
              return true;
            });
  }

  @Override
  public void leave() {
    boolean _ =
        database.write(
            connection -> {
              claims.giveBack(connection);
              leases.end(connection, worker);
              return true;
            });
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

  @Override
  public Optional<Quarantined> quarantined(String id) {
    return database.read(
        connection ->
            Sql.find(
                connection,
                "SELECT source, position, type, reason, sealed, at FROM quarantine WHERE id = ?",
                row ->
                    new Quarantined(
                        id,
                        row.getString("source"),
                        row.getString("position"),
                        messages.open(
                            id,
                            row.getString("type"),
                            row.getString("reason"),
                            row.getBytes("sealed")),
                        Sql.instant(row, "at")),
                id));
  }

  @Override
  public void release(String quarantinedId) {
    int _ =
        database.write(
            connection ->
                Sql.update(connection, "DELETE FROM quarantine WHERE id = ?", quarantinedId));
  }
}
