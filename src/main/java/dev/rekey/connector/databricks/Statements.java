package dev.rekey.connector.databricks;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.support.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** One test by the statement execution API. */
final class Statements {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STATEMENTS = "/api/2.0/sql/statements/";
  private static final String ME = "/api/2.0/preview/scim/v2/Me";

  /** The API waits no shorter and no longer. */
  private static final int SHORTEST_WAIT = 5;

  private static final int LONGEST_WAIT = 50;

  private final HttpSession http;
  private final DatabricksSpec spec;
  private final String scheme;
  private final Map<String, String> headers;
  private final long waitSeconds;

  Statements(
      HttpSession http, DatabricksSpec spec, String scheme, String token, Duration deadline) {
    this.http = http;
    this.spec = spec;
    this.scheme = scheme;
    this.headers = Map.of("Authorization", "Bearer " + token);
    this.waitSeconds = Math.clamp(deadline.toSeconds(), SHORTEST_WAIT, LONGEST_WAIT);
  }

  TestResult test() throws IOException {
    TestResult result = run(spec.catalog(), spec.schema());
    boolean mayBeASchema = spec.catalog().isPresent() && spec.schema().isEmpty();
    return result instanceof TestResult.Misconfigured(String key, _)
            && key.equals(DatabricksSpec.DATABASE)
            && mayBeASchema
        ? run(Optional.empty(), spec.catalog())
        : result;
  }

  private TestResult run(Optional<String> catalog, Optional<String> schema) throws IOException {
    HttpSession.Answer answer =
        http.post(
            spec.uri(scheme, STATEMENTS),
            headers,
            "application/json",
            JSON.writeValueAsBytes(statement(catalog, schema)));
    if (answer.status() == 200) {
      return DatabricksErrors.ofStatement(answer.json(), spec);
    }
    return answer.status() == 403
        ? ofForbidden()
        : DatabricksErrors.ofStatus(answer.status(), answer.json(), spec);
  }

  /** The server ends what is not done when the wait is over: nothing is left running for us. */
  private ObjectNode statement(Optional<String> catalog, Optional<String> schema) {
    ObjectNode statement =
        JSON.createObjectNode()
            .put("warehouse_id", spec.warehouse())
            .put("statement", "SELECT 1")
            .put("wait_timeout", waitSeconds + "s")
            .put("on_wait_timeout", "CANCEL");
    catalog.ifPresent(name -> statement.put("catalog", name));
    schema.ifPresent(name -> statement.put("schema", name));
    return statement;
  }

  /**
   * A token that nobody knows is forbidden just as a warehouse is that one may not use. Who asks
   * for himself needs no permission: only a wrong token is told apart by it.
   */
  private TestResult ofForbidden() throws IOException {
    int status = http.get(spec.uri(scheme, ME), headers).status();
    return status == 200
        ? new TestResult.NotPermitted(
            spec.at() + " (HTTP 403) does not let this user use the warehouse")
        : new TestResult.Refused(spec.at() + " (HTTP 403) refused the credential");
  }
}
