package dev.rekey.connector.trino;

import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.TestResult.TimedOut;
import dev.rekey.connector.TestResult.Unreachable;
import java.util.regex.Pattern;

/**
 * What an answer means that is none of a statement that goes well: by the status of HTTP, or by the
 * name of the error, as {@code io.trino.spi.StandardErrorCode} lists them.
 */
final class TrinoErrors {
  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,80}");

  private TrinoErrors() {}

  static TestResult ofStatus(int status, TrinoSpec spec) {
    String where = "%s (HTTP %d)".formatted(spec.at(), status);
    return switch (status) {
      case 401 ->
          spec.password().isPresent()
              ? new Refused(where + " refused the user and password")
              : new Misconfigured(TrinoSpec.PASSWORD, where + " asks for a password");
      // Over plain HTTP nobody can show who he is, so nobody was refused for who he is.
      case 403 ->
          spec.password().isPresent()
              ? new NotPermitted(where + " does not let this user run statements")
              : new Misconfigured(
                  TrinoSpec.PASSWORD, where + " serves nobody without a password here");
      case 429, 502, 503, 504 -> new Unreachable(where + " is not able to serve now");
      default -> new Unreachable(where + " does not answer as Trino");
    };
  }

  static TestResult ofName(String text, TrinoSpec spec) {
    String name = NAME.matcher(text).matches() ? text : "an unnamed error";
    String where = "%s (%s)".formatted(spec.at(), name);
    return switch (name) {
      case "CATALOG_NOT_FOUND", "MISSING_CATALOG_NAME" ->
          new Misconfigured(TrinoSpec.CATALOG, where + " has no such catalog");
      case "SCHEMA_NOT_FOUND", "MISSING_SCHEMA_NAME" ->
          new Misconfigured(TrinoSpec.SCHEMA, where + " has no such schema");
      case "PERMISSION_DENIED", "ACCESS_DENIED" ->
          new NotPermitted(where + " does not let this user use the catalog and schema");
      case "QUERY_REJECTED" -> new NotPermitted(where + " takes no statements of this user");
      case "EXCEEDED_TIME_LIMIT" -> new TimedOut(where + " ran out of time");
      default -> new Unreachable(where + " is not able to serve now");
    };
  }
}
