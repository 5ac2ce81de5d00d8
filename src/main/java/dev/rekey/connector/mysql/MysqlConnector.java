package dev.rekey.connector.mysql;

import com.mysql.cj.conf.PropertyDefinitions;
import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.jdbc.NonRegisteringDriver;
import dev.rekey.connector.Connector;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.support.BoundedCall;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.GuardedSockets;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.Values;
import dev.rekey.secret.Secret;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/** Logs in to a MySQL or MariaDB database and runs {@code SELECT 1}. Thread-safe. */
public final class MysqlConnector implements Connector {
  /** Without a host: it comes from the properties, like everything else. */
  private static final String URL = "jdbc:mysql:///";

  private static final int LONGEST_TIMEOUT_SECONDS = 3600;

  static {
    // A thread that closes what others forgot to close: nothing is forgotten here.
    System.setProperty(PropertyDefinitions.SYSP_disableAbandonedConnectionCleanup, "true");
  }

  private final Egress egress;

  public MysqlConnector(Egress egress) {
    this.egress = egress;
  }

  @Override
  public TestResult test(Map<String, Secret> config, Duration deadline) {
    try {
      var spec = MysqlSpec.of(config);
      return BoundedCall.run(
          deadline, () -> GuardedSockets.within(egress, () -> attempt(spec, deadline)));
    } catch (InvalidConfigException e) {
      return e.outcome();
    }
  }

  private static TestResult attempt(MysqlSpec spec, Duration deadline) {
    try (var connection = new NonRegisteringDriver().connect(URL, properties(spec, deadline));
        var statement = connection.createStatement()) {
      statement.execute("SELECT 1");
      return new TestResult.Passed(spec.at() + " accepted the login and answered a query");
    } catch (SQLException e) {
      return MysqlErrors.outcome(e, spec);
    }
  }

  private static Properties properties(MysqlSpec spec, Duration deadline) {
    var properties = new Properties();
    set(properties, PropertyKey.HOST, spec.at().host());
    set(properties, PropertyKey.PORT, Integer.toString(spec.at().port()));
    set(properties, PropertyKey.DBNAME, spec.database());
    set(properties, PropertyKey.USER, spec.user());
    set(properties, PropertyKey.PASSWORD, Values.text(spec.password()));
    set(properties, PropertyKey.socketFactory, MysqlSockets.class.getName());
    set(properties, PropertyKey.sslMode, spec.tls().name());
    // No key store of the user that runs us has a say.
    set(properties, PropertyKey.fallbackToSystemKeyStore, "false");
    // Who asks for a file in the middle of a login gets none.
    set(properties, PropertyKey.allowLoadLocalInfile, "false");
    // A key that comes over plaintext may be anyone's: the password is not sent under it.
    set(properties, PropertyKey.allowPublicKeyRetrieval, "false");
    set(properties, PropertyKey.connectionAttributes, "none");
    set(properties, PropertyKey.cacheServerConfiguration, "false");
    set(properties, PropertyKey.detectCustomCollations, "false");
    // The outer deadline is the one that counts; these catch what an interrupt does not end.
    int millis = 1000 * Math.clamp(deadline.toSeconds() + 1, 1, LONGEST_TIMEOUT_SECONDS);
    set(properties, PropertyKey.connectTimeout, Integer.toString(millis));
    set(properties, PropertyKey.socketTimeout, Integer.toString(millis));
    return properties;
  }

  private static void set(Properties properties, PropertyKey key, String value) {
    properties.setProperty(key.getKeyName(), value);
  }
}
