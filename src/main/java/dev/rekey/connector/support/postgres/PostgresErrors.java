package dev.rekey.connector.support.postgres;

import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.TestResult.TimedOut;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.connector.TestResult.Unsupported;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.connector.support.NetworkFaults;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** What an error means: by SQLSTATE and exception type, never by its text. */
final class PostgresErrors {
  private static final Pattern SQL_STATE = Pattern.compile("[0-9A-Z]{5}");

  private PostgresErrors() {}

  static TestResult outcome(SQLException error, PostgresLogin login) {
    return isServers(error) ? ofServer(error, login) : ofDriver(error, login);
  }

  private static boolean isServers(SQLException error) {
    return error instanceof PSQLException answer && answer.getServerErrorMessage() != null;
  }

  /** The server answered. */
  private static TestResult ofServer(SQLException error, PostgresLogin login) {
    String state = state(error);
    String where = "%s (SQLSTATE %s)".formatted(login.at(), state);
    return switch (state) {
      case "28P01", "28000" -> new Refused(where + " refused the login");
      case "42501" -> new NotPermitted(where + " does not let this user use the database");
      case "3D000", "57P04" ->
          new Misconfigured(login.keys().database(), where + " has no such database");
      case "57014" -> new TimedOut(where + " cancelled the query");
      case "0A000" -> new Unsupported(where + " does not support this driver");
      default -> new Unreachable(where + " is not able to serve now");
    };
  }

  /** The driver gave up: nothing answered, or not as it should have. */
  private static TestResult ofDriver(SQLException error, PostgresLogin login) {
    Optional<TestResult> onTheWay = NetworkFaults.outcome(error, login.at());
    if (onTheWay.isPresent()) {
      return onTheWay.get();
    }
    Endpoint address = login.at();
    String state = state(error);
    if (state.equals(PSQLState.CONNECTION_REJECTED.getState())) {
      return ofRejection(login);
    }
    if (state.equals(PSQLState.CONNECTION_FAILURE.getState()) && login.sslMode().verifyPeerName()) {
      return new Misconfigured(
          login.keys().tls(), "the certificate of " + address + " is not for this host");
    }
    return new Unreachable(address + " does not answer as PostgreSQL (SQLSTATE " + state + ")");
  }

  /**
   * The driver has one state for a server without TLS where it is required, for a password that is
   * asked for and not there, and for a way to log in that it does not know.
   */
  private static TestResult ofRejection(PostgresLogin login) {
    Endpoint address = login.at();
    if (login.sslMode().requireEncryption()) {
      return new Misconfigured(
          login.keys().tls(),
          login.hasPassword()
              ? address + " offers no TLS"
              : address
                  + " offers no TLS, or asks for a password and "
                  + login.keys().password()
                  + " is missing");
    }
    if (!login.hasPassword()) {
      return new Misconfigured(
          login.keys().password(), address + " asks for a password and there is none");
    }
    return new Unsupported(address + " asks for a login that this worker does not know");
  }

  private static String state(SQLException error) {
    String state = error.getSQLState();
    // The state is the server's text: only what has the shape of one is passed on.
    return state != null && SQL_STATE.matcher(state).matches() ? state : "unknown";
  }
}
