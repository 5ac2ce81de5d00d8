package dev.rekey.connector.postgresql;

import static dev.rekey.connector.postgresql.PostgresqlSpec.DATABASE;
import static dev.rekey.connector.postgresql.PostgresqlSpec.PASSWORD;
import static dev.rekey.connector.postgresql.PostgresqlSpec.SSL_MODE;

import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.TestResult.TimedOut;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.connector.TestResult.Unsupported;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/** What an error means: by SQLSTATE and exception type, never by its text. */
final class PostgresqlErrors {
  private static final Pattern SQL_STATE = Pattern.compile("[0-9A-Z]{5}");

  private PostgresqlErrors() {}

  static TestResult outcome(SQLException error, PostgresqlSpec spec) {
    return isServers(error) ? ofServer(error, spec) : ofDriver(error, spec);
  }

  private static boolean isServers(SQLException error) {
    return error instanceof PSQLException answer && answer.getServerErrorMessage() != null;
  }

  /** The server answered. */
  private static TestResult ofServer(SQLException error, PostgresqlSpec spec) {
    String state = state(error);
    String where = "%s (SQLSTATE %s)".formatted(spec.address(), state);
    return switch (state) {
      case "28P01", "28000" -> new Refused(where + " refused the login");
      case "42501" -> new NotPermitted(where + " does not let this user use the database");
      case "3D000", "57P04" -> new Misconfigured(DATABASE, where + " has no such database");
      case "57014" -> new TimedOut(where + " cancelled the query");
      case "0A000" -> new Unsupported(where + " does not support this driver");
      default -> new Unreachable(where + " is not able to serve now");
    };
  }

  /** The driver gave up: nothing answered, or not as it should have. */
  private static TestResult ofDriver(SQLException error, PostgresqlSpec spec) {
    String address = spec.address();
    if (has(error, UnknownHostException.class)) {
      return new Unreachable("the host of " + address + " has no address");
    }
    if (has(error, SocketTimeoutException.class)) {
      return new TimedOut("no answer from " + address);
    }
    if (has(error, SSLException.class)) {
      return ofTls(error, address);
    }
    if (error.getCause() != null) {
      return new Unreachable("no connection to %s (SQLSTATE %s)".formatted(address, state(error)));
    }
    String state = state(error);
    if (state.equals(PSQLState.CONNECTION_REJECTED.getState())) {
      return ofRejection(spec);
    }
    if (state.equals(PSQLState.CONNECTION_FAILURE.getState()) && spec.sslMode().verifyPeerName()) {
      return new Misconfigured(SSL_MODE, "the certificate of " + address + " is not for this host");
    }
    return new Unreachable(address + " does not answer as PostgreSQL (SQLSTATE " + state + ")");
  }

  private static TestResult ofTls(SQLException error, String address) {
    if (has(error, CertificateExpiredException.class)
        || has(error, CertificateNotYetValidException.class)) {
      return new Misconfigured(SSL_MODE, "the certificate of " + address + " is not valid now");
    }
    if (has(error, CertPathBuilderException.class) || has(error, CertificateException.class)) {
      return new Misconfigured(SSL_MODE, "the certificate of " + address + " is not trusted");
    }
    if (has(error, EOFException.class) || has(error, SocketException.class)) {
      return new Unreachable("the TLS connection to " + address + " was cut");
    }
    return new Misconfigured(SSL_MODE, address + " and this worker agree on no TLS");
  }

  /**
   * The driver has one state for a server without TLS where it is required, for a password that is
   * asked for and not there, and for a way to log in that it does not know.
   */
  private static TestResult ofRejection(PostgresqlSpec spec) {
    String address = spec.address();
    if (spec.sslMode().requireEncryption()) {
      return new Misconfigured(
          SSL_MODE,
          spec.hasPassword()
              ? address + " offers no TLS"
              : address + " offers no TLS, or asks for a password and PGPASSWORD is missing");
    }
    if (!spec.hasPassword()) {
      return new Misconfigured(PASSWORD, address + " asks for a password and there is none");
    }
    return new Unsupported(address + " asks for a login that this worker does not know");
  }

  private static String state(SQLException error) {
    String state = error.getSQLState();
    // The state is the server's text: only what has the shape of one is passed on.
    return state != null && SQL_STATE.matcher(state).matches() ? state : "unknown";
  }

  private static boolean has(Throwable error, Class<? extends Throwable> type) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
