package dev.rekey.connector.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.connector.support.Endpoint;
import java.util.regex.Pattern;

/**
 * What an error means: by HTTP status and the reason in its body, see <a
 * href="https://cloud.google.com/bigquery/docs/error-messages">BigQuery's list</a>.
 */
final class BigqueryErrors {
  private static final Pattern REASON = Pattern.compile("[A-Za-z]{1,60}");

  private BigqueryErrors() {}

  /**
   * @param key the config key that names what was called
   */
  static TestResult outcome(int status, JsonNode body, String key, Endpoint at) {
    String reason = reason(body);
    String where = "%s (HTTP %d, %s)".formatted(at, status, reason);
    return switch (reason) {
      case "accessDenied", "forbidden" ->
          new NotPermitted(where + " does not let these credentials use it");
      case "quotaExceeded", "rateLimitExceeded", "backendError", "internalError" ->
          new Unreachable(where + " is not able to serve now");
      case "billingNotEnabled" -> new NotPermitted(where + " serves no project without billing");
      default -> byStatus(status, key, where);
    };
  }

  private static TestResult byStatus(int status, String key, String where) {
    return switch (status) {
      case 401 -> new Refused(where + " refused the credentials");
      case 403 -> new NotPermitted(where + " does not let these credentials use it");
      case 400, 404 -> new Misconfigured(key, key + ": " + where + " has no such thing");
      default -> new Unreachable(where + " is not able to serve now");
    };
  }

  /** The reason is the server's text: only what has the shape of one is passed on. */
  private static String reason(JsonNode body) {
    String reason = body.path("error").path("errors").path(0).path("reason").asText();
    return REASON.matcher(reason).matches() ? reason : "no reason";
  }
}
