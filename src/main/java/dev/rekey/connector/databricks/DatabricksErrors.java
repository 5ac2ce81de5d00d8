package dev.rekey.connector.databricks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.TestResult.Unreachable;
import java.util.regex.Pattern;

/** What an answer means: by HTTP status, error code and SQLSTATE, never by its text. */
final class DatabricksErrors {
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_]{1,60}");

  private DatabricksErrors() {}

  /** A statement was taken. */
  static TestResult ofStatement(JsonNode answer, DatabricksSpec spec) {
    JsonNode status = answer.path("status");
    return switch (status.path("state").asText()) {
      case "SUCCEEDED" -> new Passed(spec.at() + " accepted the login and answered a query");
      case "FAILED" -> ofFailure(status, spec);
      case "CANCELED", "CLOSED" ->
          new Unreachable(
              spec.at() + " has not answered a query in time: the warehouse may be starting");
      default -> new Unreachable(spec.at() + " does not answer as Databricks");
    };
  }

  private static TestResult ofFailure(JsonNode status, DatabricksSpec spec) {
    String code = code(status.path("error").path("error_code"));
    String state = code(status.path("sql_state"));
    String where = "%s (%s, SQLSTATE %s)".formatted(spec.at(), code, state);
    return switch (state) {
      // insufficient privilege
      case "42501" -> new NotPermitted(where + " does not let this user use the catalog or schema");
      // undefined object, undefined schema, undefined database
      case "42704", "3F000", "3D000" ->
          new Misconfigured(
              DatabricksSpec.DATABASE,
              DatabricksSpec.DATABASE + ": " + where + " has no such catalog or schema");
      default -> ofCode(code, where);
    };
  }

  private static TestResult ofCode(String code, String where) {
    return switch (code) {
      case "UNAUTHENTICATED" -> new Refused(where + " refused the credential");
      case "NOT_FOUND", "BAD_REQUEST" ->
          new Misconfigured(
              DatabricksSpec.DATABASE,
              DatabricksSpec.DATABASE + ": " + where + " can use no such catalog or schema");
      default -> new Unreachable(where + " is not able to serve now");
    };
  }

  /** No statement was taken. 403 is told apart elsewhere. */
  static TestResult ofStatus(int status, JsonNode answer, DatabricksSpec spec) {
    String where = "%s (HTTP %d, %s)".formatted(spec.at(), status, code(answer.path("error_code")));
    return switch (status) {
      case 401 -> new Refused(where + " refused the credential");
      case 400, 404 ->
          new Misconfigured(
              DatabricksSpec.HTTP_PATH,
              DatabricksSpec.HTTP_PATH + ": " + where + " has no such warehouse");
      case 301, 302, 303, 307, 308 ->
          new Misconfigured(
              DatabricksSpec.HOST,
              DatabricksSpec.HOST
                  + ": "
                  + where
                  + " redirects to another host, which is not"
                  + " followed: name the workspace itself");
      default -> new Unreachable(where + " is not able to serve now");
    };
  }

  /** The code is the server's text: only what has the shape of one is passed on. */
  private static String code(JsonNode code) {
    return CODE.matcher(code.asText()).matches() ? code.asText() : "no code";
  }
}
