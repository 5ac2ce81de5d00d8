package dev.rekey.connector.mssql;

import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import dev.rekey.connector.Connector;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.connector.support.BoundedCall;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.connector.support.GuardedSockets;
import dev.rekey.connector.support.HttpSession;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.NetworkFaults;
import dev.rekey.connector.support.OAuthTokens;
import dev.rekey.connector.support.OAuthTokens.Issued;
import dev.rekey.connector.support.OAuthTokens.NotIssued;
import dev.rekey.connector.support.OAuthTokens.Token;
import dev.rekey.connector.support.Values;
import dev.rekey.secret.Secret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Logs in to a SQL Server database and runs {@code SELECT 1}: with a password, as a service
 * principal, or as what the machine is in Azure. Thread-safe.
 */
public final class MssqlConnector implements Connector {
  private static final String URL = "jdbc:sqlserver://";
  private static final URI ENTRA = URI.create("https://login.microsoftonline.com");
  private static final int HTTPS = 443;
  private static final int LONGEST_TIMEOUT_SECONDS = 3600;

  private final Egress egress;
  private final URI authority;
  private final ManagedIdentity identity;

  /**
   * @param authority that gives tokens, in the place of Microsoft's own
   */
  public MssqlConnector(Egress egress, Optional<URI> authority, ManagedIdentity identity) {
    this.egress = egress;
    this.authority = authority.orElse(ENTRA);
    this.identity = identity;
  }

  @Override
  public TestResult test(Map<String, Secret> config, Duration deadline) {
    try {
      var spec = MssqlSpec.of(config);
      return BoundedCall.run(deadline, () -> attempt(spec, deadline));
    } catch (InvalidConfigException e) {
      return e.outcome();
    }
  }

  private TestResult attempt(MssqlSpec spec, Duration deadline)
      throws IOException, InterruptedException {
    try {
      // The driver keeps to itself what is wrong with a name or an address.
      var _ = egress.resolve(spec.at().host());
    } catch (IOException e) {
      return NetworkFaults.outcome(e, spec.at()).orElseThrow();
    }
    Properties properties = properties(spec, deadline);
    switch (spec.login()) {
      case MssqlSpec.Password(String user, Secret password) -> {
        properties.setProperty("user", user);
        properties.setProperty("password", Values.text(password));
      }
      case MssqlSpec.Principal principal -> {
        switch (token(principal, deadline)) {
          case Token(Secret token) -> properties.setProperty("accessToken", Values.text(token));
          case NotIssued(TestResult outcome) -> {
            return outcome;
          }
        }
      }
      case MssqlSpec.OfTheMachine() -> {
        Optional<Secret> token = identity.token();
        if (token.isEmpty()) {
          return new Misconfigured(
              MssqlSpec.USER,
              MssqlSpec.USER
                  + " is missing, and so is "
                  + MssqlSpec.CLIENT_ID
                  + ", and this machine has no managed identity of Azure");
        }
        properties.setProperty("accessToken", Values.text(token.get()));
      }
    }
    return GuardedSockets.within(egress, () -> query(spec, properties));
  }

  private Issued token(MssqlSpec.Principal principal, Duration deadline) {
    var at =
        new Endpoint(
            authority.getHost(),
            authority.getPort() < 0 ? HTTPS : authority.getPort(),
            MssqlSpec.TENANT);
    // No config decides about the authority.
    var rules = new Egress(InetAddress::getAllByName, true, true);
    try (var http = new HttpSession(rules, deadline.plusSeconds(1))) {
      return OAuthTokens.clientCredentials(
          http,
          authority.resolve("/" + principal.tenant() + "/oauth2/v2.0/token"),
          Map.of(),
          Map.of(
              "client_id",
              principal.clientId(),
              "client_secret",
              Values.text(principal.secret()),
              "scope",
              "https://database.windows.net/.default"),
          MssqlSpec.TENANT,
          at);
    } catch (IOException e) {
      return new NotIssued(NetworkFaults.outcome(e, at).orElseThrow());
    }
  }

  private static TestResult query(MssqlSpec spec, Properties properties) {
    properties.setProperty("databaseName", spec.database());
    try (Connection connection = connect(properties);
        var statement = connection.createStatement()) {
      statement.execute("SELECT 1");
      return new Passed(spec.at() + " accepted the login and answered a query");
    } catch (SQLException e) {
      return e.getErrorCode() == MssqlErrors.CANNOT_OPEN
          ? ofClosedDatabase(spec, properties, e)
          : MssqlErrors.outcome(e, spec);
    }
  }

  /** The server does not tell a database that is not there from one that is not to be used. */
  private static TestResult ofClosedDatabase(
      MssqlSpec spec, Properties properties, SQLException closed) {
    properties.remove("databaseName");
    try (Connection connection = connect(properties);
        var statement = connection.createStatement();
        ResultSet answer =
            statement.executeQuery(
                "SELECT HAS_DBACCESS(N'" + spec.database().replace("'", "''") + "')")) {
      if (!answer.next()) {
        return MssqlErrors.outcome(closed, spec);
      }
      boolean may = answer.getInt(1) == 1;
      if (answer.wasNull()) {
        return new Misconfigured(
            MssqlSpec.DATABASE,
            MssqlSpec.DATABASE
                + ": "
                + spec.at()
                + " (error "
                + MssqlErrors.CANNOT_OPEN
                + ") has no such database");
      }
      return may
          ? new Unreachable(spec.at() + " cannot open the database now")
          : new NotPermitted(spec.at() + " does not let this user use the database");
    } catch (SQLException e) {
      return MssqlErrors.outcome(closed, spec);
    }
  }

  private static Connection connect(Properties properties) throws SQLException {
    return new SQLServerDriver().connect(URL, properties);
  }

  /** The config goes to the driver as properties alone: in a URL it could name options. */
  private static Properties properties(MssqlSpec spec, Duration deadline) {
    var properties = new Properties();
    properties.setProperty("serverName", spec.at().host());
    properties.setProperty("portNumber", Integer.toString(spec.at().port()));
    properties.setProperty("encrypt", spec.encrypt());
    properties.setProperty("trustServerCertificate", Boolean.toString(spec.trusting()));
    properties.setProperty("socketFactoryClass", GuardedSockets.class.getName());
    properties.setProperty("applicationName", "rekey");
    properties.setProperty("connectRetryCount", "0");
    // The outer deadline is the one that counts; these catch what an interrupt does not end.
    int seconds = Math.clamp(deadline.toSeconds() + 1, 1, LONGEST_TIMEOUT_SECONDS);
    properties.setProperty("loginTimeout", Integer.toString(seconds));
    properties.setProperty("socketTimeout", Integer.toString(seconds * 1000));
    return properties;
  }
}
