package dev.rekey.datasource.registry;

import dev.rekey.datasource.ConfigEntry;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.DataSource;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.Kind;
import dev.rekey.store.SealedColumn;
import dev.rekey.store.Sql;
import dev.rekey.store.ValueCipher;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rows of data sources and of their config. */
final class DataSourceRows {
  private static final String COLUMNS = "id, environment, name, kind, created_at, updated_at";
  private static final String SELECT =
      "SELECT " + COLUMNS + " FROM data_source WHERE environment = ?";

  /** Takes the row's lock and reads it, in words that both databases know. */
  private static final String LOCK =
      "UPDATE data_source SET updated_at = updated_at WHERE environment = ? AND %s = ? RETURNING "
          + COLUMNS;

  static final SealedColumn SEALED =
      new SealedColumn(
          "data_source_config",
          "sealed",
          List.of("data_source_id", "config_key"),
          List.of(),
          row -> List.of(identity(row.getString("data_source_id"), row.getString("config_key"))));

  private final ValueCipher cipher;

  DataSourceRows(ValueCipher cipher) {
    this.cipher = cipher;
  }

  List<DataSource> list(Connection connection, String environment) throws SQLException {
    return Sql.list(connection, SELECT + " ORDER BY name", DataSourceRows::read, environment);
  }

  long count(Connection connection, String environment) throws SQLException {
    return Sql.find(
            connection,
            "SELECT COUNT(*) AS sources FROM data_source WHERE environment = ?",
            row -> row.getLong("sources"),
            environment)
        .orElseThrow();
  }

  List<DataSource> page(Connection connection, String environment, String after, int limit)
      throws SQLException {
    return Sql.list(
        connection,
        SELECT + " AND id > ? ORDER BY id LIMIT ?",
        DataSourceRows::read,
        environment,
        after,
        limit);
  }

  Optional<DataSource> find(Connection connection, String environment, String id)
      throws SQLException {
    return Sql.find(connection, SELECT + " AND id = ?", DataSourceRows::read, environment, id);
  }

  Optional<DataSource> find(Connection connection, DataSourceRef ref) throws SQLException {
    return Sql.find(
        connection, SELECT + " AND name = ?", DataSourceRows::read, ref.environment(), ref.name());
  }

  /** Finds a data source that nobody else changes before this transaction ends. */
  Optional<DataSource> lock(Connection connection, String environment, String id)
      throws SQLException {
    return Sql.find(connection, LOCK.formatted("id"), DataSourceRows::read, environment, id);
  }

  /** As {@link #lock(Connection, String, String)}, by name. */
  Optional<DataSource> lock(Connection connection, DataSourceRef ref) throws SQLException {
    return Sql.find(
        connection, LOCK.formatted("name"), DataSourceRows::read, ref.environment(), ref.name());
  }

  /** Writes a new data source without its config; false when its name is taken. */
  boolean insert(Connection connection, DataSource dataSource) throws SQLException {
    int inserted =
        Sql.update(
            connection,
            "INSERT INTO data_source ("
                + COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (environment, name) DO NOTHING",
            dataSource.id(),
            dataSource.environment(),
            dataSource.name(),
            dataSource.kind().name(),
            dataSource.createdAt(),
            dataSource.updatedAt());
    return inserted == 1;
  }

  /** Writes the name, and when it was last changed. */
  void update(Connection connection, DataSource dataSource) throws SQLException {
    Sql.update(
        connection,
        "UPDATE data_source SET name = ?, updated_at = ? WHERE id = ?",
        dataSource.name(),
        dataSource.updatedAt(),
        dataSource.id());
  }

  /** Removes a data source and its config. */
  void delete(Connection connection, String id) throws SQLException {
    Sql.update(connection, "DELETE FROM data_source WHERE id = ?", id);
  }

  /** The whole config. */
  Map<String, ConfigEntry> config(Connection connection, String id) throws SQLException {
    return config(connection, id, "", List.of());
  }

  /** These keys of the config, as far as they are there. */
  Map<String, ConfigEntry> config(Connection connection, String id, Collection<String> keys)
      throws SQLException {
    if (keys.isEmpty()) {
      return Map.of();
    }
    String in = String.join(", ", Collections.nCopies(keys.size(), "?"));
    return config(connection, id, " AND config_key IN (" + in + ")", keys);
  }

  private Map<String, ConfigEntry> config(
      Connection connection, String id, String condition, Collection<String> keys)
      throws SQLException {
    List<Object> parameters = new ArrayList<>(List.of(id));
    parameters.addAll(keys);
    Map<String, ConfigEntry> config = new TreeMap<>();
    Sql.each(
        connection,
        "SELECT config_key, sealed, secret_id, updated_at FROM data_source_config"
            + " WHERE data_source_id = ?"
            + condition,
        row -> {
          String key = row.getString("config_key");
          config.put(key, new ConfigEntry(value(row, id, key), Sql.instant(row, "updated_at")));
        },
        parameters.toArray());
    return config;
  }

  /** The configs of an environment's data sources, by id; those without a key are not there. */
  Map<String, Map<String, ConfigEntry>> configs(Connection connection, String environment)
      throws SQLException {
    return configs(connection, environment, "", List.of());
  }

  /** The configs of some of them. */
  Map<String, Map<String, ConfigEntry>> configs(
      Connection connection, String environment, List<DataSource> some) throws SQLException {
    return some.isEmpty()
        ? Map.of()
        : configs(
            connection,
            environment,
            " AND id IN (" + String.join(", ", Collections.nCopies(some.size(), "?")) + ")",
            some.stream().map(DataSource::id).toList());
  }

  private Map<String, Map<String, ConfigEntry>> configs(
      Connection connection, String environment, String condition, List<String> ids)
      throws SQLException {
    List<Object> parameters = new ArrayList<>(List.of(environment));
    parameters.addAll(ids);
    Map<String, Map<String, ConfigEntry>> configs = new HashMap<>();
    Sql.each(
        connection,
        """
        SELECT id, config_key, sealed, secret_id, data_source_config.updated_at AS updated_at
        FROM data_source JOIN data_source_config ON data_source_id = id WHERE environment = ?"""
            + condition,
        row -> {
          String id = row.getString("id");
          String key = row.getString("config_key");
          configs
              .computeIfAbsent(id, _ -> new TreeMap<>())
              .put(key, new ConfigEntry(value(row, id, key), Sql.instant(row, "updated_at")));
        },
        parameters.toArray());
    return configs;
  }

  /** The keys of each data source of a kind, by its id. */
  Map<String, Set<String>> keys(Connection connection, String environment, Kind kind)
      throws SQLException {
    Map<String, Set<String>> keys = new HashMap<>();
    Sql.each(
        connection,
        """
        SELECT id, config_key FROM data_source LEFT JOIN data_source_config ON data_source_id = id
        WHERE environment = ? AND kind = ?""",
        row -> {
          Set<String> own = keys.computeIfAbsent(row.getString("id"), _ -> new TreeSet<>());
          Optional.ofNullable(row.getString("config_key")).ifPresent(own::add);
        },
        environment,
        kind.name());
    return keys;
  }

  /** How many keys the config has. */
  int keys(Connection connection, String id) throws SQLException {
    return Sql.find(
            connection,
            "SELECT COUNT(*) AS keys FROM data_source_config WHERE data_source_id = ?",
            row -> row.getInt("keys"),
            id)
        .orElseThrow();
  }

  void put(Connection connection, String id, Map<String, ConfigValue> config, Instant now)
      throws SQLException {
    Sql.batch(
        connection,
        """
        INSERT INTO data_source_config (data_source_id, config_key, sealed, secret_id, updated_at)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (data_source_id, config_key) DO UPDATE SET sealed = excluded.sealed,
          secret_id = excluded.secret_id, updated_at = excluded.updated_at""",
        config.entrySet().stream().map(e -> columns(id, e.getKey(), e.getValue(), now)).toList());
  }

  void remove(Connection connection, String id, Collection<String> keys) throws SQLException {
    Sql.batch(
        connection,
        "DELETE FROM data_source_config WHERE data_source_id = ? AND config_key = ?",
        keys.stream().map(key -> new Object[] {id, key}).toList());
  }

  private Object[] columns(String id, String key, ConfigValue value, Instant now) {
    return switch (value) {
      case ConfigValue.Literal literal ->
          new Object[] {
            id, key, cipher.seal(literal.value(), identity(id, key)), Optional.empty(), now
          };
      case ConfigValue.Reference reference ->
          new Object[] {id, key, Optional.empty(), reference.secretId(), now};
    };
  }

  private ConfigValue value(ResultSet row, String id, String key) throws SQLException {
    byte[] sealed = row.getBytes("sealed");
    return sealed == null
        ? new ConfigValue.Reference(row.getString("secret_id"))
        : new ConfigValue.Literal(cipher.open(sealed, identity(id, key)));
  }

  private static String identity(String id, String key) {
    return "data_source_config/" + id + "/" + key;
  }

  private static DataSource read(ResultSet row) throws SQLException {
    return new DataSource(
        row.getString("id"),
        row.getString("environment"),
        row.getString("name"),
        Kind.valueOf(row.getString("kind")),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "updated_at"));
  }
}
