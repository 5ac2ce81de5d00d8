package dev.rekey.connector.redshift;

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
import org.postgresql.jdbc.SslMode;

/**
 * What a config says about a Redshift data source.
 *
 * @param login with TLS where the cluster offers it, unless the arguments of the engine say how
 */
record RedshiftSpec(PostgresLogin login) {
  private static final String ARGUMENTS = "ENGINE_ARGUMENTS";
  private static final String SSL_MODE = "sslmode";
  private static final PostgresLogin.Keys KEYS =
      new PostgresLogin.Keys("REDSHIFT_DB", "REDSHIFT_PASSWORD", ARGUMENTS);
  private static final int DEFAULT_PORT = 5439;

  /**
   * @throws InvalidConfigException naming the first key that is missing or malformed
   */
  static RedshiftSpec of(Map<String, Secret> config) {
    var reader = new ConfigReader(config);
    var arguments =
        EngineArguments.of(
            reader, ARGUMENTS, Set.of("application_name", "connect_timeout", SSL_MODE));
    reader.requiredText("REDSHIFT_PASSWORD");
    return new RedshiftSpec(
        new PostgresLogin(
            new Endpoint(
                reader.requiredHost("REDSHIFT_HOST"),
                reader.port("REDSHIFT_PORT", DEFAULT_PORT),
                "REDSHIFT_HOST",
                Optional.of(ARGUMENTS)),
            reader.requiredText("REDSHIFT_DB"),
            reader.requiredText("REDSHIFT_USER"),
            reader.secret("REDSHIFT_PASSWORD").orElseThrow(),
            arguments
                .connectOneOf(SSL_MODE, TlsModes.TEXTS)
                .map(TlsModes::of)
                .orElse(SslMode.PREFER),
            KEYS));
  }
}
