package dev.rekey.connector.clickhouse;

import dev.rekey.connector.support.ConfigReader;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.connector.support.EngineArguments;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a config says about a ClickHouse data source.
 *
 * @param password empty if there is none
 * @param database the user's own where there is none
 */
record ClickhouseSpec(
    Endpoint at, boolean tls, String user, Secret password, Optional<String> database) {
  static final String PORT = "CLICKHOUSE_TCP_PORT";
  static final String DATABASE = "CLICKHOUSE_DATABASE";
  static final String PASSWORD = "CLICKHOUSE_PWD";
  static final String TLS = "CLICKHOUSE_USE_TLS";

  private static final String ARGUMENTS = "ENGINE_ARGUMENTS";
  private static final int SECURE_PORT = 9440;
  private static final int PLAIN_PORT = 9000;

  /** Other ways to log in than a password hide behind names that begin with a space. */
  private static final Pattern USER = Pattern.compile("[^ ].*", Pattern.DOTALL);

  /**
   * @throws InvalidConfigException naming the first key that is missing or malformed
   */
  static ClickhouseSpec of(Map<String, Secret> config) {
    var reader = new ConfigReader(config);
    checkArguments(reader);
    boolean tls = reader.flag(TLS, true);
    return new ClickhouseSpec(
        new Endpoint(
            reader.requiredHost("CLICKHOUSE_HOST"),
            reader.port(PORT, tls ? SECURE_PORT : PLAIN_PORT),
            "CLICKHOUSE_HOST",
            Optional.of(TLS)),
        tls,
        reader
            .shaped("CLICKHOUSE_USER", USER, "a name that begins with no space")
            .orElse("default"),
        reader.secret(PASSWORD).orElse(Secret.of("")),
        reader.text(DATABASE));
  }

  /** Those of timing are no matter of a test. Certificates are always verified. */
  private static void checkArguments(ConfigReader reader) {
    var arguments =
        EngineArguments.of(
            reader,
            ARGUMENTS,
            Set.of(
                "client_name",
                "compression",
                "connect_timeout",
                "send_receive_timeout",
                "sync_request_timeout",
                "verify"));
    arguments.connectOneOf("verify", List.of("true", "True", "1"));
  }
}
