package dev.rekey.connector.postgresql;

import dev.rekey.connector.support.ConfigReader;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.connector.support.EngineArguments;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.postgres.PostgresLogin;
import dev.rekey.connector.support.postgres.TlsModes;
import dev.rekey.secret.Secret;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.postgresql.jdbc.SslMode;

/**
 * What a config says about a PostgreSQL data source.
 *
 * @param iam where the password is to be a token of RDS
 */
record PostgresqlSpec(PostgresLogin login, Optional<Iam> iam) {
  private static final String SSL_MODE = "PGSSLMODE";
  private static final PostgresLogin.Keys KEYS =
      new PostgresLogin.Keys("PGDATABASE", "PGPASSWORD", SSL_MODE);
  private static final int DEFAULT_PORT = 5432;
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z0-9]+)+");
  private static final Pattern ROLE = Pattern.compile("arn:[a-z-]+:iam::[0-9]{12}:role/[!-~]+");

  /** How a token of RDS is made. */
  record Iam(String region, Optional<String> roleArn) {}

  /**
   * @throws InvalidConfigException naming the first key that is missing or malformed
   */
  static PostgresqlSpec of(Map<String, Secret> config) {
    var reader = new ConfigReader(config);
    Optional<Iam> iam =
        reader.flag("PG_AWS_IAM_AUTH", false) ? Optional.of(iam(reader)) : Optional.empty();
    EngineArguments.of(reader, "ENGINE_ARGUMENTS", Set.of("application_name", "connect_timeout"));
    return new PostgresqlSpec(
        new PostgresLogin(
            new Endpoint(
                reader.requiredHost("PGHOST"),
                reader.port("PGPORT", DEFAULT_PORT),
                "PGHOST",
                Optional.of(SSL_MODE)),
            reader.requiredText("PGDATABASE"),
            reader.requiredText("PGUSER"),
            reader.secret("PGPASSWORD").orElse(Secret.of("")),
            reader
                .oneOf(SSL_MODE, TlsModes.TEXTS)
                .map(TlsModes::of)
                // RDS sends a token over nothing but TLS.
                .orElse(iam.isPresent() ? SslMode.REQUIRE : SslMode.PREFER),
            KEYS),
        iam);
  }

  private static Iam iam(ConfigReader reader) {
    reader.requiredText("PG_AWS_REGION");
    return new Iam(
        reader.shaped("PG_AWS_REGION", REGION, "an AWS region, such as eu-west-1").orElseThrow(),
        reader.shaped("PG_AWS_ROLE_ARN", ROLE, "the ARN of a role"));
  }

  /** The login with a token in the place of the password. */
  PostgresLogin loginWith(Secret token) {
    return new PostgresLogin(
        login.at(), login.database(), login.user(), token, login.sslMode(), login.keys());
  }
}
