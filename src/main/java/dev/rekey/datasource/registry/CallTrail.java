package dev.rekey.datasource.registry;

import dev.rekey.datasource.CallLog;
import dev.rekey.store.Database;
import dev.rekey.store.KeyNames;
import dev.rekey.store.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The calls of the API in the worker's own database. */
public final class CallTrail implements CallLog {
  private final Database database;

  public CallTrail(Database database) {
    this.database = database;
  }

  @Override
  public void add(Call call) {
    int _ =
        database.write(
            connection ->
                Sql.update(
                    connection,
                    """
                    INSERT INTO api_call
                      (at, client, address, method, environment, subject, config_keys, result)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
                    call.at(),
                    call.client(),
                    call.address(),
                    call.method(),
                    call.environment(),
                    call.subject(),
                    KeyNames.join(call.keys()),
                    call.result()));
  }

  @Override
  public List<Recorded> list(String environment, Optional<String> client, int limit) {
    List<Object> parameters = new ArrayList<>(List.of(environment));
    client.ifPresent(parameters::add);
    parameters.add(limit);
    String sql =
        "SELECT * FROM api_call WHERE environment = ?"
            + (client.isPresent() ? " AND client = ?" : "")
            + " ORDER BY sequence DESC LIMIT ?";
    return database.read(
        connection -> Sql.list(connection, sql, CallTrail::read, parameters.toArray()));
  }

  private static Recorded read(ResultSet row) throws SQLException {
    return new Recorded(
        row.getLong("sequence"),
        new Call(
            Sql.instant(row, "at"),
            row.getString("client"),
            row.getString("address"),
            row.getString("method"),
            row.getString("environment"),
            row.getString("subject"),
            KeyNames.split(row.getString("config_keys")),
            row.getString("result")));
  }
}
