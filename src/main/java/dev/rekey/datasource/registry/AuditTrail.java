package dev.rekey.datasource.registry;

import dev.rekey.datasource.Actor;
import dev.rekey.datasource.AuditEntry;
import dev.rekey.datasource.AuditLog;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.store.Database;
import dev.rekey.store.KeyNames;
import dev.rekey.store.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The audit in the database of the registry. */
public final class AuditTrail implements AuditLog {
  private final Database database;

  public AuditTrail(Database database) {
    this.database = database;
  }

  @Override
  public List<AuditEntry> list(String environment, Optional<String> name, int limit) {
    List<Object> parameters = new ArrayList<>(List.of(environment));
    name.ifPresent(parameters::add);
    parameters.add(limit);
    String sql =
        "SELECT * FROM audit WHERE environment = ?"
            + (name.isPresent() ? " AND data_source = ?" : "")
            + " ORDER BY sequence DESC LIMIT ?";
    return database.read(
        connection -> Sql.list(connection, sql, AuditTrail::read, parameters.toArray()));
  }

  @Override
  public void tell(
      Instant at, Actor actor, String action, DataSourceRef dataSource, Set<String> keys) {
    boolean _ =
        database.write(
            connection -> {
              append(connection, new Line(at, actor, action, dataSource, keys, "asked"));
              return true;
            });
  }

  private static AuditEntry read(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getLong("sequence"),
        Sql.instant(row, "at"),
        new Actor(row.getString("actor")),
        row.getString("action"),
        new DataSourceRef(row.getString("environment"), row.getString("data_source")),
        KeyNames.split(row.getString("config_keys")),
        row.getString("result"));
  }

  /** What is written of one action. */
  record Line(
      Instant at,
      Actor actor,
      String action,
      DataSourceRef dataSource,
      Collection<String> keys,
      String result) {}

  /** Writes a line in the transaction of the change that it tells of. */
  static void append(Connection connection, Line line) throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO audit (at, actor, action, environment, data_source, config_keys, result)
        VALUES (?, ?, ?, ?, ?, ?, ?)""",
        line.at(),
        line.actor().name(),
        line.action(),
        line.dataSource().environment(),
        line.dataSource().name(),
        KeyNames.join(new TreeSet<>(line.keys())),
        line.result());
  }
}
