package dev.rekey.connector.mysql;

import com.mysql.cj.exceptions.UnableToConnectException;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.TestResult.TimedOut;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.connector.TestResult.Unsupported;
import dev.rekey.connector.support.NetworkFaults;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What an error means: by the server's number, see <a
 * href="https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html">MySQL's</a> and
 * MariaDB's lists, and by exception type, never by its text.
 */
final class MysqlErrors {
  private MysqlErrors() {}

  static TestResult outcome(SQLException error, MysqlSpec spec) {
    return error.getErrorCode() == 0 ? ofDriver(error, spec) : ofServer(error, spec);
  }

  private static TestResult ofServer(SQLException error, MysqlSpec spec) {
    String where = "%s (error %d)".formatted(spec.at(), error.getErrorCode());
    return switch (error.getErrorCode()) {
      // access denied (with and without a password, by the plugin), password expired, account
      // locked in MySQL and MariaDB
      case 1045, 1698, 1862, 1820, 3118, 4151 ->
          new Refused(where + " refused the user and password");
      // to the database; no command, no table, no host; only with TLS
      case 1044, 1142, 1227, 1370 ->
          new NotPermitted(where + " does not let this user use the database");
      case 1130 -> new NotPermitted(where + " lets nobody in from this address");
      case 3159 -> new Misconfigured(MysqlSpec.ARGUMENTS, where + " lets nobody in without TLS");
      case 1049 -> new Misconfigured(MysqlSpec.DATABASE, where + " has no such database");
      // no such plugin, an old kind of password
      case 1251, 1275, 2059, 1524 -> new Unsupported(where + " asks for a login that is not known");
      // the query took too long, or was cut off
      case 1969, 3024, 1317 -> new TimedOut(where + " cut the query off");
      default -> new Unreachable(where + " is not able to serve now");
    };
  }

  private static TestResult ofDriver(SQLException error, MysqlSpec spec) {
    Optional<TestResult> onTheWay = NetworkFaults.outcome(error, spec.at());
    if (onTheWay.isPresent()) {
      return onTheWay.get();
    }
    return NetworkFaults.has(error, UnableToConnectException.class)
        ? new Misconfigured(
            MysqlSpec.ARGUMENTS,
            spec.at() + " offers no TLS, and this kind of password is not sent without it")
        : new Unreachable(spec.at() + " does not answer as MySQL");
  }
}
