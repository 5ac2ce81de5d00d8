package dev.rekey.connector.clickhouse;

import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.TestResult.TimedOut;
import dev.rekey.connector.TestResult.Unreachable;

/**
 * What an error of the server means, by its code: see {@code src/Common/ErrorCodes.cpp} of
 * ClickHouse.
 */
final class ClickhouseErrors {
  private ClickhouseErrors() {}

  static TestResult outcome(ServerException error, ClickhouseSpec spec) {
    String where = "%s (code %d)".formatted(spec.at(), error.code());
    return switch (error.code()) {
      // AUTHENTICATION_FAILED; and what servers before 20.9 said: UNKNOWN_USER, WRONG_PASSWORD
      case 516, 192, 193 -> new Refused(where + " refused the user and password");
      // REQUIRED_PASSWORD
      case 194 -> new Misconfigured(ClickhouseSpec.PASSWORD, where + " asks for a password");
      // IP_ADDRESS_NOT_ALLOWED
      case 195 -> new NotPermitted(where + " does not let this user in from this address");
      // DATABASE_ACCESS_DENIED, ACCESS_DENIED
      case 291, 497 -> new NotPermitted(where + " does not let this user use the database");
      // READONLY, QUERY_IS_PROHIBITED
      case 164, 392 -> new NotPermitted(where + " does not let this user run the query");
      // UNKNOWN_DATABASE
      case 81 -> new Misconfigured(ClickhouseSpec.DATABASE, where + " has no such database");
      // TIMEOUT_EXCEEDED, SOCKET_TIMEOUT
      case 159, 209 -> new TimedOut(where + " ran out of time");
      // QUOTA_EXPIRED, TOO_MANY_SIMULTANEOUS_QUERIES, NETWORK_ERROR, ABORTED,
      // MEMORY_LIMIT_EXCEEDED, QUERY_WAS_CANCELLED, CANNOT_SCHEDULE_TASK, and all the others
      default -> new Unreachable(where + " is not able to serve now");
    };
  }

  static TestResult outcome(StrangeAnswerException error, ClickhouseSpec spec) {
    return switch (error.speaker()) {
      case TLS -> new Misconfigured(ClickhouseSpec.TLS, spec.at() + " speaks TLS");
      case HTTP ->
          new Misconfigured(
              ClickhouseSpec.PORT, spec.at() + " speaks HTTP, not the native protocol");
      case UNKNOWN -> new Unreachable(spec.at() + " does not answer as ClickHouse");
    };
  }
}
