package dev.rekey.connector.snowflake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.connector.support.HttpSession;
import dev.rekey.connector.support.Values;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** One session at Snowflake, from login to logout. Used by one thread; calls block. */
final class SnowflakeSession implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LOGOUT = Duration.ofSeconds(2);
  private static final Set<String> IN_PROGRESS = Set.of("333333", "333334");

  private final Egress egress;
  private final HttpSession http;
  private final URI base;
  private final Endpoint at;
  private String token = "";

  /**
   * @param silence how long the other side may say nothing
   */
  SnowflakeSession(Egress egress, URI base, Endpoint at, Duration silence) {
    this.egress = egress;
    this.http = new HttpSession(egress, silence);
    this.base = base;
    this.at = at;
  }

  /**
   * @throws IOException when there is no whole answer
   */
  void login(SnowflakeSpec spec, Instant now) throws IOException, RejectedException {
    ObjectNode body = JSON.createObjectNode();
    ObjectNode data = body.putObject("data");
    // Snowflake serves the clients that it knows.
    data.put("CLIENT_APP_ID", "JDBC").put("CLIENT_APP_VERSION", "4.3.3");
    data.put("ACCOUNT_NAME", spec.loginAccount()).put("LOGIN_NAME", spec.user());
    switch (spec.login()) {
      case SnowflakeSpec.Password(var password) -> data.put("PASSWORD", Values.text(password));
      case SnowflakeSpec.KeyPair(var key) ->
          data.put("AUTHENTICATOR", "SNOWFLAKE_JWT").put("TOKEN", LoginTokens.of(spec, key, now));
    }
    data.putObject("CLIENT_ENVIRONMENT").put("APPLICATION", "rekey");
    data.putObject("SESSION_PARAMETERS")
        .put("JDBC_QUERY_RESULT_FORMAT", "JSON")
        .put("CLIENT_SESSION_KEEP_ALIVE", false);
    var query = new StringBuilder(requestId());
    add(query, "databaseName", spec.database());
    add(query, "schemaName", spec.schema());
    add(query, "warehouse", spec.warehouse());
    add(query, "roleName", spec.role());
    token =
        succeeded(post(http, "/session/v1/login-request?" + query, body)).path("token").asText();
    if (token.isEmpty()) {
      throw new RejectedException(new Unreachable(at + " does not answer as Snowflake"));
    }
  }

  private static String requestId() {
    return "requestId=" + UUID.randomUUID();
  }

  private static void add(StringBuilder query, String name, Optional<String> value) {
    value.ifPresent(
        text ->
            query
                .append('&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(text, StandardCharsets.UTF_8)));
  }

  /**
   * The rows of a statement, each by the names of its columns in lower case; those of its first
   * part, which holds what fits into one answer.
   *
   * @throws IOException when there is no whole answer
   */
  List<Map<String, String>> query(String sql) throws IOException, RejectedException {
    ObjectNode asked = JSON.createObjectNode().put("sqlText", sql).put("asyncExec", false);
    JsonNode answer = post(http, "/queries/v1/query-request?" + requestId(), asked);
    while (IN_PROGRESS.contains(answer.path("code").asText())) {
      answer = parse(http.get(resultAt(answer), headers()));
    }
    return rows(succeeded(answer));
  }

  /** The answer names a path; it is taken from the same server and nowhere else. */
  private URI resultAt(JsonNode answer) throws RejectedException {
    String path = answer.path("data").path("getResultUrl").asText();
    if (!path.matches("/queries/[A-Za-z0-9/?&=._-]+")) {
      throw new RejectedException(new Unreachable(at + " does not answer as Snowflake"));
    }
    return base.resolve(path);
  }

  private static List<Map<String, String>> rows(JsonNode data) {
    var rows = new ArrayList<Map<String, String>>();
    for (JsonNode cells : data.path("rowset")) {
      var row = new HashMap<String, String>();
      int column = 0;
      for (JsonNode type : data.path("rowtype")) {
        row.put(
            type.path("name").asText().toLowerCase(Locale.ROOT), cells.path(column++).asText(""));
      }
      rows.add(row);
    }
    return rows;
  }

  private JsonNode post(HttpSession over, String path, ObjectNode body)
      throws IOException, RejectedException {
    return parse(
        over.post(base.resolve(path), headers(), "application/json", JSON.writeValueAsBytes(body)));
  }

  private Map<String, String> headers() {
    var headers = new HashMap<>(Map.of("Accept", "application/snowflake"));
    if (!token.isEmpty()) {
      headers.put("Authorization", "Snowflake Token=\"" + token + "\"");
    }
    return headers;
  }

  private JsonNode parse(HttpSession.Answer answer) throws RejectedException {
    if (answer.status() != 200) {
      throw new RejectedException(SnowflakeErrors.ofStatus(answer.status(), at));
    }
    try {
      return JSON.readTree(answer.body());
    } catch (IOException _) {
      throw new RejectedException(new Unreachable(at + " does not answer as Snowflake"));
    }
  }

  private JsonNode succeeded(JsonNode answer) throws RejectedException {
    if (!answer.path("success").asBoolean()) {
      throw new RejectedException(SnowflakeErrors.ofCode(answer.path("code").asText(), at));
    }
    return answer.path("data");
  }

  /** Logs out too, also after an interrupt: Snowflake would keep the session for hours. */
  @Override
  public void close() {
    http.close();
    if (token.isEmpty()) {
      return;
    }
    boolean interrupted = Thread.interrupted();
    try (var last = new HttpSession(egress, LOGOUT)) {
      JsonNode _ = post(last, "/session?delete=true&" + requestId(), JSON.createObjectNode());
    } catch (IOException | RejectedException gone) {
      // It ends by itself, later.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
