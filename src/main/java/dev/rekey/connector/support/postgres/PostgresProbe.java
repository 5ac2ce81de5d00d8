package dev.rekey.connector.support.postgres;

import dev.rekey.connector.TestResult;
import dev.rekey.connector.support.BoundedCall;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.GuardedSockets;
import dev.rekey.connector.support.Values;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ssl.DefaultJavaSSLFactory;
import org.postgresql.ssl.NonValidatingFactory;

/** Logs in by PostgreSQL's protocol and runs {@code SELECT 1}. Thread-safe. */
public final class PostgresProbe {
  private static final String URL = "jdbc:postgresql://";
  private static final int LONGEST_TIMEOUT_SECONDS = 3600;

  private final Egress egress;

  public PostgresProbe(Egress egress) {
    this.egress = egress;
  }

  /** The outcome of a login, within the deadline. */
  public TestResult run(PostgresLogin login, Duration deadline) {
    return BoundedCall.run(
        deadline, () -> GuardedSockets.within(egress, () -> attempt(login, deadline)));
  }

  private static TestResult attempt(PostgresLogin login, Duration deadline) {
    try (var connection = new Driver().connect(URL, properties(login, deadline));
        var statement = connection.createStatement()) {
      statement.execute("SELECT 1");
      return new TestResult.Passed(login.at() + " accepted the login and answered a query");
    } catch (SQLException e) {
      return PostgresErrors.outcome(e, login);
    }
  }

  /**
   * The config goes to the driver as properties alone: in a URL it could name options, and options
   * can name classes and files. Those that could come from this machine are set here, so that no
   * file of the user that runs us has a say.
   */
  private static Properties properties(PostgresLogin login, Duration deadline) {
    var properties = new Properties();
    PGProperty.PG_HOST.set(properties, login.at().host());
    PGProperty.PG_PORT.set(properties, login.at().port());
    PGProperty.PG_DBNAME.set(properties, login.database());
    PGProperty.USER.set(properties, login.user());
    // Without a password the driver would look for one in ~/.pgpass.
    PGProperty.PASSWORD.set(properties, Values.text(login.password()));
    PGProperty.SSL_MODE.set(properties, login.sslMode().value);
    // The driver's default factory reads certificates and keys in ~/.postgresql.
    PGProperty.SSL_FACTORY.set(
        properties,
        login.sslMode().verifyCertificate()
            ? DefaultJavaSSLFactory.class.getName()
            : NonValidatingFactory.class.getName());
    PGProperty.SOCKET_FACTORY.set(properties, GuardedSockets.class.getName());
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
