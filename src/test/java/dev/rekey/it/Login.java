package dev.rekey.it;

import dev.rekey.client.RekeyClient;
import dev.rekey.testing.PostgresServer;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

/** A user and a password that change together. Each password holds the canary. */
record Login(String user, String password) {
  private static final String DATABASE = PostgresServer.SUPERUSER;

  /** A user that PostgreSQL knows. */
  static Login known() {
    Login login = unknown();
    PostgresServer.shared().createRole(login.user(), login.password());
    return login;
  }

  /** A user that PostgreSQL does not know. */
  static Login unknown() {
    return new Login(
        "user_" + UUID.randomUUID().toString().replace("-", ""),
        Canary.TEXT + "-" + UUID.randomUUID());
  }

  /** What a data source holds now. */
  static Login heldBy(RekeyClient client, String id) {
    return new Login(
        client.datasources().value(id, "PGUSER").orElse(""),
        client.datasources().value(id, "PGPASSWORD").orElse(""));
  }

  /** The same user with another password, which PostgreSQL does not know yet. */
  Login withNewPassword() {
    return new Login(user, unknown().password());
  }

  /** The config of a data source that logs in so. */
  Map<String, String> config() {
    return Map.of(
        "PGHOST", "127.0.0.1",
        "PGPORT", String.valueOf(PostgresServer.shared().port()),
        "PGDATABASE", DATABASE,
        "PGUSER", user,
        "PGPASSWORD", password);
  }

  /** The secret that holds it. */
  String json() {
    return "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(user, password);
  }

  /** Whether PostgreSQL itself lets it in. */
  boolean works() {
    try (var connection =
        DriverManager.getConnection(PostgresServer.shared().jdbcUrl(DATABASE), user, password)) {
      return connection.isValid(5);
    } catch (SQLException refused) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "Login[" + user + "]";
  }
}
