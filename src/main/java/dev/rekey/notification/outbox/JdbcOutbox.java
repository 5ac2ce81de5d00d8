package dev.rekey.notification.outbox;

import dev.rekey.notification.CloudEvents;
import dev.rekey.notification.Endpoint;
import dev.rekey.notification.Notification;
import dev.rekey.notification.Outbox;
import dev.rekey.rotation.Rotation;
import dev.rekey.store.Database;
import dev.rekey.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The outbox in a database. */
public final class JdbcOutbox implements Outbox {
  private static final String INSERT =
      """
      INSERT INTO notification (endpoint, lane, environment, event, state, attempts, refusals,
        not_before, problem, at)
      VALUES (?, ?, ?, ?, 'PENDING', 0, 0, 0, '', ?)""";

  /** What may go out: pending, and nothing before it in its lane waits. */
  private static final String DUE =
      """
      FROM notification WHERE endpoint = ? AND state = 'PENDING' AND lane NOT IN (
        SELECT lane FROM notification
        WHERE endpoint = ? AND state = 'PENDING' AND not_before > 0 AND not_before > ?)
      """;

  static final String ANY_DUE = "SELECT number " + DUE + "LIMIT 1";

  static final String NEXT =
      """
      SELECT MIN(not_before) AS next FROM notification
      WHERE endpoint = ? AND state = 'PENDING' AND not_before > 0 AND not_before > ?""";

  static final String TAKE =
      "SELECT number, lane, event, attempts, refusals " + DUE + "ORDER BY number LIMIT ?";

  static final String LIST =
      """
      SELECT number, endpoint, event, state, attempts, problem FROM notification
      WHERE environment = ? AND state = ? ORDER BY number DESC LIMIT ?""";

  static final String LIST_OF_ENDPOINT =
      """
      SELECT number, endpoint, event, state, attempts, problem FROM notification
      WHERE environment = ? AND state = ? AND endpoint = ? ORDER BY number DESC LIMIT ?""";

  private final Database database;
  private final CloudEvents events;
  private final List<Endpoint> endpoints;
  private final EndpointLeases leases;

  /**
   * @param endpoints all there are
   */
  public JdbcOutbox(
      Database database, CloudEvents events, List<Endpoint> endpoints, EndpointLeases leases) {
    this.database = database;
    this.events = events;
    this.endpoints = List.copyOf(endpoints);
    this.leases = leases;
  }

  /**
   * Writes what is to be told of a rotation as it stands, in the write that made it so.
   *
   * @see dev.rekey.rotation.journal.Witness
   */
  public void write(Connection connection, Rotation rotation) throws SQLException {
    Optional<Notification> notification = Notification.of(rotation);
    if (notification.isPresent()) {
      write(connection, notification.get());
    }
  }

  private void write(Connection connection, Notification notification) throws SQLException {
    List<Endpoint> wanting = endpoints.stream().filter(each -> each.wants(notification)).toList();
    if (wanting.isEmpty()) {
      return;
    }
    String event = events.structured(notification);
    int[] _ =
        Sql.batch(
            connection,
            INSERT,
            wanting.stream()
                .map(
                    endpoint ->
                        new Object[] {
                          endpoint.name(),
                          endpoint.lane(notification),
                          notification.dataSource().environment(),
                          event,
                          notification.at()
                        })
                .toList());
  }

  @Override
  public void add(Notification notification) {
    boolean _ =
        database.write(
            connection -> {
              write(connection, notification);
              return true;
            });
  }

  @Override
  public Look look(String endpoint, Instant now) {
    return database.read(
        connection ->
            new Look(
                Sql.find(connection, ANY_DUE, row -> row.getLong("number"), endpoint, endpoint, now)
                    .isPresent(),
                Sql.find(connection, NEXT, row -> row.getLong("next"), endpoint, now)
                    .filter(next -> next > 0)
                    .map(next -> Instant.EPOCH.plus(next, ChronoUnit.MICROS))));
  }

  @Override
  public List<Pending> take(String endpoint, Instant now, int limit) {
    return database.write(
        connection ->
            leases.take(connection, endpoint)
                ? Sql.list(connection, TAKE, JdbcOutbox::pending, endpoint, endpoint, now, limit)
                : List.of());
  }

  private static Pending pending(ResultSet row) throws SQLException {
    return new Pending(
        row.getLong("number"),
        row.getString("lane"),
        CloudEvents.parse(row.getString("event")),
        row.getInt("attempts"),
        row.getInt("refusals"));
  }

  @Override
  public void settle(String endpoint, List<Settlement> settlements) {
    List<Object[]> rows = settlements.stream().map(JdbcOutbox::columns).toList();
    boolean _ =
        database.write(
            connection -> {
              int[] _ =
                  Sql.batch(
                      connection,
                      """
                      UPDATE notification SET state = ?, attempts = ?, refusals = ?, not_before = ?,
                        problem = ?, settled_at = ?
                      WHERE number = ? AND state = 'PENDING'""",
                      rows);
              leases.giveBack(connection, endpoint);
              return true;
            });
  }

  private static Object[] columns(Settlement settlement) {
    return switch (settlement) {
      case Settlement.Sent sent ->
          new Object[] {State.SENT.name(), sent.attempts(), 0, 0L, "", sent.at(), sent.number()};
      case Settlement.Later later ->
          new Object[] {
            State.PENDING.name(),
            later.attempts(),
            later.refusals(),
            later.notBefore(),
            later.problem(),
            Optional.empty(),
            later.number()
          };
      case Settlement.Dead dead ->
          new Object[] {
            State.DEAD.name(),
            dead.attempts(),
            dead.refusals(),
            0L,
            dead.problem(),
            dead.at(),
            dead.number()
          };
    };
  }

  @Override
  public boolean replay(String environment, long number) {
    return database.write(
            connection ->
                Sql.update(
                    connection,
                    """
                    UPDATE notification SET state = 'PENDING', attempts = 0, refusals = 0,
                      not_before = 0, problem = '', settled_at = NULL
                    WHERE number = ? AND environment = ? AND state <> 'PENDING'""",
                    number,
                    environment))
        == 1;
  }

  @Override
  public List<Entry> list(String environment, State state, Optional<String> endpoint, int limit) {
    return database.read(
        connection ->
            endpoint.isPresent()
                ? Sql.list(
                    connection,
                    LIST_OF_ENDPOINT,
                    JdbcOutbox::entry,
                    environment,
                    state.name(),
                    endpoint.get(),
                    limit)
                : Sql.list(connection, LIST, JdbcOutbox::entry, environment, state.name(), limit));
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        row.getLong("number"),
        row.getString("endpoint"),
        CloudEvents.parse(row.getString("event")),
        State.valueOf(row.getString("state")),
        row.getInt("attempts"),
        row.getString("problem"));
  }

  @Override
  public Map<String, Backlog> backlog() {
    return database.read(
        connection -> {
          Map<String, Backlog> backlog = new HashMap<>();
          for (Endpoint endpoint : endpoints) {
            backlog.put(
                endpoint.name(),
                new Backlog(
                    count(connection, endpoint.name(), "PENDING"),
                    count(connection, endpoint.name(), "DEAD")));
          }
          return backlog;
        });
  }

  private static long count(Connection connection, String endpoint, String state)
      throws SQLException {
    // The state is written out, so that its partial index can be used.
    return Sql.find(
            connection,
            "SELECT COUNT(*) AS n FROM notification WHERE endpoint = ? AND state = '" + state + "'",
            row -> row.getLong("n"),
            endpoint)
        .orElse(0L);
  }
}
