package dev.rekey.connector.mssql;

import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.TestResult.TimedOut;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.connector.support.NetworkFaults;
import java.sql.SQLException;

/**
 * What an error means: by the server's number, see <a
 * href="https://learn.microsoft.com/sql/relational-databases/errors-events/database-engine-events-and-errors">its
 * list</a>, and by exception type, never by its text.
 */
final class MssqlErrors {
  /** Cannot open the database: there is none, or it may not be used. */
  static final int CANNOT_OPEN = 4060;

  private MssqlErrors() {}

  static TestResult outcome(SQLException error, MssqlSpec spec) {
    int number = error.getErrorCode();
    String where = "%s (error %d)".formatted(spec.at(), number);
    return switch (number) {
      case 0 ->
          NetworkFaults.outcome(error, spec.at())
              .orElseGet(() -> new Unreachable("no connection to " + spec.at()));
      // login failed; not trusted; disabled; locked out; expired; must be changed; no valid token
      case 18456, 18452, 18470, 18486, 18487, 18488, 33155 ->
          new Refused(where + " refused the login");
      // the database, as a whole or an object of it; no permission to connect to the server
      case CANNOT_OPEN, 916, 229, 230, 262, 300, 18461 ->
          new NotPermitted(where + " does not let this user use the database");
      // the firewall of Azure
      case 40615, 40914, 47073 -> new NotPermitted(where + " lets nobody in from this address");
      case 911 -> new Misconfigured(MssqlSpec.DATABASE, where + " has no such database");
      // unknown server name of Azure
      case 40532, 40531 -> new Misconfigured("MSSQL_HOST", where + " serves no such server");
      case 1222, 3635 -> new TimedOut(where + " ran out of time");
      default -> new Unreachable(where + " is not able to serve now");
    };
  }
}
