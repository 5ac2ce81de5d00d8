package dev.rekey.datasource.registry;

import dev.rekey.datasource.Actor;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.Kind;
import dev.rekey.datasource.PermissionTag;
import dev.rekey.datasource.PermissionTags;
import dev.rekey.store.Database;
import dev.rekey.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The permission tags in the worker's own database. */
public final class TagStore implements PermissionTags {
  private static final String SELECT = "SELECT * FROM permission_tag WHERE environment = ?";

  /** A tag holds no control character. */
  private static final String BETWEEN = "\n";

  private static final Pattern SPLIT = Pattern.compile(BETWEEN);

  private final Database database;
  private final DataSourceRules rules;
  private final InstantSource clock;

  public TagStore(Database database, DataSourceRules rules, InstantSource clock) {
    this.database = database;
    this.rules = rules;
    this.clock = clock;
  }

  @Override
  public List<PermissionTag> list(String environment) {
    return database.read(
        connection ->
            Sql.list(connection, SELECT + " ORDER BY kind, name", TagStore::tag, environment));
  }

  @Override
  public Optional<PermissionTag> find(String environment, Kind kind, String name) {
    return database.read(
        connection ->
            Sql.find(
                connection,
                SELECT + " AND kind = ? AND name = ?",
                TagStore::tag,
                environment,
                kind.name(),
                name));
  }

  @Override
  public void put(DataSourceRef dataSource, Kind kind, List<String> tags, Actor actor) {
    rules.checkName(dataSource.name());
    rules.checkTags(tags);
    Instant now = now();
    boolean _ =
        database.write(
            connection -> {
              Sql.update(
                  connection,
                  """
                  INSERT INTO permission_tag (environment, kind, name, tags, created_at, updated_at)
                  VALUES (?, ?, ?, ?, ?, ?)
                  ON CONFLICT (environment, kind, name) DO UPDATE SET tags = excluded.tags,
                    updated_at = excluded.updated_at""",
                  dataSource.environment(),
                  kind.name(),
                  dataSource.name(),
                  String.join(BETWEEN, tags),
                  now,
                  now);
              audit(connection, dataSource, "put tags", actor, now);
              return true;
            });
  }

  @Override
  public void delete(DataSourceRef dataSource, Kind kind, Actor actor) {
    Instant now = now();
    boolean _ =
        database.write(
            connection -> {
              int deleted =
                  Sql.update(
                      connection,
                      "DELETE FROM permission_tag WHERE environment = ? AND kind = ? AND name = ?",
                      dataSource.environment(),
                      kind.name(),
                      dataSource.name());
              if (deleted > 0) {
                audit(connection, dataSource, "delete tags", actor, now);
              }
              return true;
            });
  }

  private static void audit(
      Connection connection, DataSourceRef dataSource, String action, Actor actor, Instant now)
      throws SQLException {
    AuditTrail.append(
        connection, new AuditTrail.Line(now, actor, action, dataSource, Set.of(), "ok"));
  }

  private static PermissionTag tag(ResultSet row) throws SQLException {
    String tags = row.getString("tags");
    return new PermissionTag(
        Kind.valueOf(row.getString("kind")),
        row.getString("name"),
        tags.isEmpty() ? List.of() : SPLIT.splitAsStream(tags).toList(),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "updated_at"));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
