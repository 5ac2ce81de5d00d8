package dev.rekey.connector.mysql;

import com.mysql.cj.conf.PropertyDefinitions.SslMode;
import dev.rekey.connector.support.ConfigReader;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.connector.support.EngineArguments;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a config says about a MySQL data source.
 *
 * @param password empty if there is none
 * @param tls as MySQL's own clients understand it
 */
record MysqlSpec(Endpoint at, String database, String user, Secret password, SslMode tls) {
  static final String DATABASE = "MYSQL_DATABASE";
  static final String PASSWORD = "MYSQL_PWD";
  static final String ARGUMENTS = "ENGINE_ARGUMENTS";

  private static final String TLS = "ssl_mode";
  private static final int DEFAULT_PORT = 3306;
  private static final List<String> TLS_MODES =
      Stream.of(SslMode.values()).map(SslMode::name).toList();

  /**
   * @throws InvalidConfigException naming the first key that is missing or malformed
   */
  static MysqlSpec of(Map<String, Secret> config) {
    var reader = new ConfigReader(config);
    var arguments =
        EngineArguments.of(reader, ARGUMENTS, Set.of("charset", "connect_timeout", TLS));
    return new MysqlSpec(
        new Endpoint(
            reader.requiredHost("MYSQL_HOST"),
            reader.port("MYSQL_TCP_PORT", DEFAULT_PORT),
            "MYSQL_HOST",
            Optional.of(ARGUMENTS)),
        reader.requiredText(DATABASE),
        reader.requiredText("MYSQL_USER"),
        reader.secret(PASSWORD).orElse(Secret.of("")),
        arguments.connectOneOf(TLS, TLS_MODES).map(SslMode::valueOf).orElse(SslMode.PREFERRED));
  }
}
