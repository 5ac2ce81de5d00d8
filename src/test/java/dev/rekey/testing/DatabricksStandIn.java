package dev.rekey.testing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rekey.testing.HttpStandIn.Ask;
import dev.rekey.testing.HttpStandIn.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * A Databricks workspace as its REST documentation describes it: the token server, the statement
 * execution API, and who one is. Shows the wiring of a client, not that Databricks accepts it.
 */
public final class DatabricksStandIn implements AutoCloseable {
  public static final String TOKEN = "dapi-right-1";

  /** A token of somebody who may use no warehouse. */
  public static final String GUEST_TOKEN = "dapi-guest-1";

  public static final String CLIENT_ID = "client-1";
  public static final String CLIENT_SECRET = "dose-right-1";
  public static final String WAREHOUSE = "0123456789abcdef";

  private static final String OAUTH_TOKEN = "oauth-1";

  private final HttpStandIn http = new HttpStandIn(this::answer);

  private Reply answer(Ask ask) {
    if (ask.is("POST", "/oidc/v1/token")) {
      return token(ask);
    }
    Optional<String> token = ask.login().filter(login -> login.startsWith("Bearer "));
    String bearer = token.map(login -> login.substring("Bearer ".length())).orElse("");
    if (!Set.of(TOKEN, GUEST_TOKEN, OAUTH_TOKEN).contains(bearer)) {
      return Reply.of(403, "{\"error_code\":\"403\",\"message\":\"Invalid access token.\"}");
    }
    if (ask.is("GET", "/api/2.0/preview/scim/v2/Me")) {
      return Reply.of(200, "{\"userName\":\"someone\"}");
    }
    return ask.is("POST", "/api/2.0/sql/statements/")
        ? statement(ask.json(), bearer)
        : Reply.of(404, "{\"error_code\":\"ENDPOINT_NOT_FOUND\"}");
  }

  private static Reply token(Ask ask) {
    String login = CLIENT_ID + ":" + CLIENT_SECRET;
    String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    boolean asked =
        "client_credentials".equals(ask.form().get("grant_type"))
            && "all-apis".equals(ask.form().get("scope"));
    return asked && ask.login().equals(Optional.of("Basic " + basic))
        ? Reply.of(
            200,
            "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":3600}"
                .formatted(OAUTH_TOKEN))
        : Reply.of(401, "{\"error\":\"invalid_client\",\"error_description\":\"no\"}");
  }

  private static Reply statement(JsonNode asked, String bearer) {
    if (!asked.path("warehouse_id").asText().equals(WAREHOUSE)) {
      return Reply.of(404, "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\"}");
    }
    if (bearer.equals(GUEST_TOKEN)) {
      return Reply.of(403, "{\"error_code\":\"PERMISSION_DENIED\",\"message\":\"CAN USE\"}");
    }
    if (!asked.path("statement").asText().equals("SELECT 1")) {
      return Reply.of(400, "{\"error_code\":\"INVALID_PARAMETER_VALUE\"}");
    }
    String catalog = asked.path("catalog").asText("main");
    String schema = asked.path("schema").asText("default");
    if (catalog.equals("closed")) {
      return failed("BAD_REQUEST", "42501");
    }
    boolean there =
        Set.of("main", "shop").contains(catalog) && Set.of("default", "sales").contains(schema);
    return there
        ? Reply.of(200, "{\"status\":{\"state\":\"SUCCEEDED\"}}")
        : failed("BAD_REQUEST", "42704");
  }

  private static Reply failed(String code, String state) {
    return Reply.of(
        200,
        """
        {"status":{"state":"FAILED","sql_state":"%2$s","error":{"error_code":"%1$s","message":"no"}}}"""
            .formatted(code, state));
  }

  /** The port on loopback. */
  public int port() {
    return http.port();
  }

  @Override
  public void close() {
    http.close();
  }
}
