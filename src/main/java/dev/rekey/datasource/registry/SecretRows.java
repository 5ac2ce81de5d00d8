package dev.rekey.datasource.registry;

import dev.rekey.datasource.EnvironmentSecret;
import dev.rekey.datasource.EnvironmentSecrets.Held;
import dev.rekey.datasource.SecretScope;
import dev.rekey.secret.Secret;
import dev.rekey.store.SealedColumn;
import dev.rekey.store.Sql;
import dev.rekey.store.ValueCipher;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The rows of the secrets of environments. */
final class SecretRows {
  private static final String SELECT =
      "SELECT id, environment, name, scope, sealed, updated_at FROM environment_secret"
          + " WHERE environment = ?";

  static final SealedColumn SEALED =
      new SealedColumn(
          "environment_secret",
          "sealed",
          List.of("id"),
          List.of(),
          row -> List.of(identity(row.getString("id"))));

  private final ValueCipher cipher;

  SecretRows(ValueCipher cipher) {
    this.cipher = cipher;
  }

  List<EnvironmentSecret> list(Connection connection, String environment) throws SQLException {
    return Sql.list(connection, SELECT + " ORDER BY name, scope", SecretRows::secret, environment);
  }

  List<Held> values(Connection connection, String environment) throws SQLException {
    return Sql.list(connection, SELECT + " ORDER BY name, scope", this::held, environment);
  }

  Optional<Held> find(Connection connection, String environment, String id) throws SQLException {
    return Sql.find(connection, SELECT + " AND id = ?", this::held, environment, id);
  }

  /** Finds a secret that nobody else changes before this transaction ends. */
  Optional<Held> lock(Connection connection, String environment, String id) throws SQLException {
    return Sql.find(
        connection,
        "UPDATE environment_secret SET updated_at = updated_at WHERE environment = ? AND id = ?"
            + " RETURNING id, environment, name, scope, sealed, updated_at",
        this::held,
        environment,
        id);
  }

  Optional<EnvironmentSecret> find(
      Connection connection, String environment, String name, Optional<SecretScope> scope)
      throws SQLException {
    return Sql.find(
        connection,
        SELECT + " AND name = ? AND scope = ?",
        SecretRows::secret,
        environment,
        name,
        text(scope));
  }

  /** Writes a new secret; false when another one has its name and scope. */
  boolean insert(Connection connection, EnvironmentSecret secret, Secret value)
      throws SQLException {
    int inserted =
        Sql.update(
            connection,
            """
            INSERT INTO environment_secret (id, environment, name, scope, sealed, updated_at)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (environment, name, scope) DO NOTHING""",
            secret.id(),
            secret.environment(),
            secret.name(),
            text(secret.scope()),
            cipher.seal(value, identity(secret.id())),
            secret.updatedAt());
    return inserted == 1;
  }

  void update(Connection connection, String id, Secret value, Instant now) throws SQLException {
    Sql.update(
        connection,
        "UPDATE environment_secret SET sealed = ?, updated_at = ? WHERE id = ?",
        cipher.seal(value, identity(id)),
        now,
        id);
  }

  void delete(Connection connection, String id) throws SQLException {
    Sql.update(connection, "DELETE FROM environment_secret WHERE id = ?", id);
  }

  /** The names of the data sources that refer to a secret, sorted. */
  static List<String> users(Connection connection, String environment, String id)
      throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT DISTINCT name FROM data_source JOIN data_source_config ON data_source_id = id
        WHERE secret_id = ? AND environment = ? ORDER BY name""",
        row -> row.getString("name"),
        id,
        environment);
  }

  private Held held(ResultSet row) throws SQLException {
    EnvironmentSecret secret = secret(row);
    return new Held(secret, cipher.open(row.getBytes("sealed"), identity(secret.id())));
  }

  private static EnvironmentSecret secret(ResultSet row) throws SQLException {
    return new EnvironmentSecret(
        row.getString("id"),
        row.getString("environment"),
        row.getString("name"),
        scope(row.getString("scope")),
        Sql.instant(row, "updated_at"));
  }

  private static String text(Optional<SecretScope> scope) {
    return scope
        .map(given -> given.type().name() + given.ref().map(ref -> ":" + ref).orElse(""))
        .orElse("");
  }

  private static Optional<SecretScope> scope(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    int colon = text.indexOf(':');
    return Optional.of(
        colon < 0
            ? new SecretScope(SecretScope.Type.valueOf(text), Optional.empty())
            : new SecretScope(
                SecretScope.Type.valueOf(text.substring(0, colon)),
                Optional.of(text.substring(colon + 1))));
  }

  private static String identity(String id) {
    return "environment_secret/" + id;
  }
}
