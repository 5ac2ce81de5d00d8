package dev.rekey.connector.postgresql;

import dev.rekey.connector.support.ConfigReader;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.secret.Secret;
import java.util.Arrays;
import java.util.Map;
import org.postgresql.jdbc.SslMode;

/**
 * What a config says about a PostgreSQL data source.
 *
 * @param password empty if there is none
 * @param sslMode as libpq understands it
 * @param iamAuth whether the password is to be a token of RDS
 */
record PostgresqlSpec(
    String host,
    int port,
    String database,
    String user,
    Secret password,
    SslMode sslMode,
    boolean iamAuth) {
  static final String DATABASE = "PGDATABASE";
  static final String PASSWORD = "PGPASSWORD";
  static final String SSL_MODE = "PGSSLMODE";

  private static final int DEFAULT_PORT = 5432;

  /**
   * @throws InvalidConfigException naming the first key that is missing or malformed
   */
  static PostgresqlSpec of(Map<String, Secret> config) {
    var reader = new ConfigReader(config);
    return new PostgresqlSpec(
        reader.requiredHost("PGHOST"),
        reader.port("PGPORT", DEFAULT_PORT),
        reader.requiredText(DATABASE),
        reader.requiredText("PGUSER"),
        Secret.of(reader.text(PASSWORD).orElse("")),
        reader.text(SSL_MODE).map(PostgresqlSpec::sslMode).orElse(SslMode.PREFER),
        reader.flag("PG_AWS_IAM_AUTH", false));
  }

  boolean hasPassword() {
    return password.size() > 0;
  }

  /** Host and port, for a message. */
  String address() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  private static SslMode sslMode(String text) {
    return Arrays.stream(SslMode.values())
        .filter(mode -> mode.value.equals(text))
        .findAny()
        .orElseThrow(
            () ->
                new InvalidConfigException(
                    SSL_MODE,
                    "is none of disable, allow, prefer, require, verify-ca, verify-full"));
  }
}
