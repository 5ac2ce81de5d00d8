package dev.rekey.datasource.registry;

import dev.rekey.datasource.ConfigEntry;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.ConfiguredDataSource;
import dev.rekey.datasource.DataSource;
import dev.rekey.datasource.EnvironmentSecrets.Held;
import dev.rekey.datasource.SharedSecret;
import dev.rekey.store.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What references to secrets of an environment stand for. */
final class References {
  private final DataSourceRows rows;
  private final SecretRows secrets;

  References(DataSourceRows rows, SecretRows secrets) {
    this.rows = rows;
    this.secrets = secrets;
  }

  /** Puts values in place of references; one to a secret that is not there stays. */
  Map<String, ConfigValue> resolve(
      Connection connection, String environment, Map<String, ConfigValue> config)
      throws SQLException {
    Map<String, ConfigValue> resolved = new TreeMap<>(config);
    for (Map.Entry<String, ConfigValue> entry : resolved.entrySet()) {
      entry.setValue(resolve(connection, environment, entry.getValue()));
    }
    return resolved;
  }

  /** As {@link #resolve(Connection, String, Map)}. */
  ConfiguredDataSource resolve(Connection connection, ConfiguredDataSource found)
      throws SQLException {
    Map<String, ConfigEntry> config = new TreeMap<>(found.config());
    for (Map.Entry<String, ConfigEntry> entry : config.entrySet()) {
      ConfigEntry held = entry.getValue();
      ConfigValue value = resolve(connection, found.dataSource().environment(), held.value());
      entry.setValue(new ConfigEntry(value, held.updatedAt()));
    }
    return new ConfiguredDataSource(found.dataSource(), config);
  }

  private ConfigValue resolve(Connection connection, String environment, ConfigValue value)
      throws SQLException {
    return switch (value) {
      case ConfigValue.Literal literal -> literal;
      case ConfigValue.Reference reference ->
          secrets
              .find(connection, environment, reference.secretId())
              .map(Held::value)
              .<ConfigValue>map(ConfigValue.Literal::new)
              .orElse(reference);
    };
  }

  /** Who else refers to what these keys refer to. */
  List<SharedSecret> sharing(Connection connection, DataSource asked, Collection<String> keys)
      throws SQLException {
    Map<String, String> keyOfSecret = new TreeMap<>();
    for (Map.Entry<String, ConfigEntry> entry :
        rows.config(connection, asked.id(), keys).entrySet()) {
      if (entry.getValue().value() instanceof ConfigValue.Reference(String secretId)) {
        keyOfSecret.put(secretId, entry.getKey());
      }
    }
    List<SharedSecret> sharing = new ArrayList<>();
    for (DataSource each : users(connection, asked, keyOfSecret.keySet())) {
      ConfiguredDataSource raw = new ConfiguredDataSource(each, rows.config(connection, each.id()));
      sharing.add(new SharedSecret(resolve(connection, raw), sharedKeys(raw, keyOfSecret)));
    }
    return sharing;
  }

  private List<DataSource> users(
      Connection connection, DataSource asked, Collection<String> secretIds) throws SQLException {
    if (secretIds.isEmpty()) {
      return List.of();
    }
    String in = String.join(", ", Collections.nCopies(secretIds.size(), "?"));
    List<Object> parameters = new ArrayList<>(secretIds);
    parameters.add(asked.environment());
    parameters.add(asked.id());
    List<String> ids =
        Sql.list(
            connection,
            "SELECT DISTINCT id, name FROM data_source JOIN data_source_config ON"
                + " data_source_id = id WHERE secret_id IN ("
                + in
                + ") AND environment = ? AND id <> ? ORDER BY name",
            row -> row.getString("id"),
            parameters.toArray());
    List<DataSource> users = new ArrayList<>();
    for (String id : ids) {
      rows.find(connection, asked.environment(), id).ifPresent(users::add);
    }
    return users;
  }

  private static Map<String, String> sharedKeys(
      ConfiguredDataSource other, Map<String, String> keyOfSecret) {
    Map<String, String> shared = new HashMap<>();
    other
        .config()
        .forEach(
            (key, entry) -> {
              if (entry.value() instanceof ConfigValue.Reference(String secretId)) {
                Optional.ofNullable(keyOfSecret.get(secretId))
                    .ifPresent(asked -> shared.put(key, asked));
              }
            });
    return shared;
  }
}
