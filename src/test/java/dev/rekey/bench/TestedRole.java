package dev.rekey.bench;

import dev.rekey.testing.PostgresServer;
import java.util.Map;
import java.util.UUID;

/** A user of the shared PostgreSQL whose password changes, and the secret that tells of it. */
final class TestedRole {
  private final PostgresServer server = PostgresServer.shared();
  private final String user;
  private String password;

  TestedRole(String user) {
    this.user = user;
    this.password = UUID.randomUUID().toString();
    server.createRole(user, password);
  }

  String user() {
    return user;
  }

  String password() {
    return password;
  }

  String jdbcUrl() {
    return server.jdbcUrl(PostgresServer.SUPERUSER);
  }

  /**
   * Gets another password, which the server knows when this returns.
   *
   * @return the content of the secret
   */
  String change() {
    password = UUID.randomUUID().toString();
    server.changePassword(user, password);
    return "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(user, password);
  }

  /** The config of a data source that logs in so. */
  Map<String, String> config() {
    return Map.of(
        "PGHOST",
        "127.0.0.1",
        "PGPORT",
        String.valueOf(server.port()),
        "PGDATABASE",
        PostgresServer.SUPERUSER,
        "PGSSLMODE",
        "disable",
        "PGUSER",
        user,
        "PGPASSWORD",
        password);
  }
}
