package dev.rekey.connector.postgresql;

import dev.rekey.connector.Connector;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.support.BoundedCall;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ssl.DefaultJavaSSLFactory;
import org.postgresql.ssl.NonValidatingFactory;

/** Logs in to a PostgreSQL database and runs {@code SELECT 1}. Thread-safe. */
public final class PostgresqlConnector implements Connector {
  private static final String URL = "jdbc:postgresql://";
  private static final int LONGEST_TIMEOUT_SECONDS = 3600;

  @Override
  public TestResult test(Map<String, Secret> config, Duration deadline) {
    try {
      var spec = PostgresqlSpec.of(config);
      if (spec.iamAuth()) {
        return new TestResult.Unsupported(
            "RDS IAM authentication is not supported by this version");
      }
      return BoundedCall.run(deadline, () -> probe(spec, deadline));
    } catch (InvalidConfigException e) {
      return e.outcome();
    }
  }

  private static TestResult probe(PostgresqlSpec spec, Duration deadline) {
    try (var connection = new Driver().connect(URL, properties(spec, deadline));
        var statement = connection.createStatement()) {
      statement.execute("SELECT 1");
      return new TestResult.Passed(spec.address() + " accepted the login and answered a query");
    } catch (SQLException e) {
      return PostgresqlErrors.outcome(e, spec);
    }
  }

  /**
   * The config goes to the driver as properties alone: in a URL it could name options, and options
   * can name classes and files. Those that could come from this machine are set here, so that no
   * file of the user that runs us has a say.
   */
  private static Properties properties(PostgresqlSpec spec, Duration deadline) {
    var properties = new Properties();
    PGProperty.PG_HOST.set(properties, spec.host());
    PGProperty.PG_PORT.set(properties, spec.port());
    PGProperty.PG_DBNAME.set(properties, spec.database());
    PGProperty.USER.set(properties, spec.user());
    // Without a password the driver would look for one in ~/.pgpass.
    PGProperty.PASSWORD.set(
        properties, new String(spec.password().reveal(), StandardCharsets.UTF_8));
    PGProperty.SSL_MODE.set(properties, spec.sslMode().value);
    // The driver's default factory reads certificates and keys in ~/.postgresql.
    PGProperty.SSL_FACTORY.set(
        properties,
        spec.sslMode().verifyCertificate()
            ? DefaultJavaSSLFactory.class.getName()
            : NonValidatingFactory.class.getName());
    PGProperty.GSS_ENC_MODE.set(properties, "disable");
    PGProperty.APPLICATION_NAME.set(properties, "rekey");
    // Lets the name go with the login: one round trip less.
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "9.0");
    PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
    setTimeouts(properties, deadline);
    return properties;
  }

  /**
   * The outer deadline is the one that counts; the driver's own come later and catch what an
   * interrupt does not end.
   */
  private static void setTimeouts(Properties properties, Duration deadline) {
    int seconds = Math.clamp(deadline.toSeconds() + 1, 1, LONGEST_TIMEOUT_SECONDS);
    PGProperty.CONNECT_TIMEOUT.set(properties, seconds);
    PGProperty.SOCKET_TIMEOUT.set(properties, seconds);
    PGProperty.SSL_RESPONSE_TIMEOUT.set(properties, seconds * 1000);
    // A login timeout would move the login to a thread of the driver's, out of reach of an
    // interrupt.
    PGProperty.LOGIN_TIMEOUT.set(properties, 0);
  }
}
