package dev.rekey.connector.support;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Gets access tokens for client credentials (RFC 6749, section 4.4). */
public final class OAuthTokens {
  private static final Pattern CODE = Pattern.compile("[a-z_]{1,40}");

  private OAuthTokens() {}

  /** What a token server answered. */
  public sealed interface Issued {}

  /** An access token. */
  public record Token(Secret value) implements Issued {}

  /** There is none, and what that means for the test. */
  public record NotIssued(TestResult outcome) implements Issued {}

  /**
   * Asks for a token.
   *
   * @param form what is sent besides the grant type
   * @param clientKey the config key that a client or tenant that does not exist is blamed on
   * @throws IOException when there is no whole answer
   */
  public static Issued clientCredentials(
      HttpSession http,
      URI server,
      Map<String, String> headers,
      Map<String, String> form,
      String clientKey,
      Endpoint at)
      throws IOException {
    Map<String, String> fields = new TreeMap<>(form);
    fields.put("grant_type", "client_credentials");
    return issued(
        http.post(
            server,
            headers,
            "application/x-www-form-urlencoded",
            encode(fields).getBytes(StandardCharsets.US_ASCII)),
        clientKey,
        at);
  }

  private static String encode(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(
            field ->
                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static Issued issued(HttpSession.Answer answer, String clientKey, Endpoint at) {
    JsonNode body = answer.json();
    String token = body.path("access_token").asText();
    if (answer.status() == 200 && !token.isEmpty()) {
      return new Token(Secret.of(token));
    }
    String error = body.path("error").asText();
    String code = CODE.matcher(error).matches() ? error : "no OAuth error";
    String where = "%s (%s, HTTP %d)".formatted(at, code, answer.status());
    return new NotIssued(
        switch (code) {
          case "invalid_client", "unauthorized_client", "invalid_grant" ->
              new Refused(where + " refused the client and its secret");
          case "access_denied" -> new NotPermitted(where + " gives this client no token");
          case "invalid_request", "invalid_scope", "unsupported_grant_type" ->
              new Misconfigured(
                  clientKey, clientKey + ": " + where + " has no such client or tenant");
          default -> byStatus(answer.status(), where, clientKey);
        });
  }

  private static TestResult byStatus(int status, String where, String clientKey) {
    return switch (status) {
      case 400, 401 -> new Refused(where + " refused the client and its secret");
      case 403 -> new NotPermitted(where + " gives this client no token");
      case 404 ->
          new Misconfigured(clientKey, clientKey + ": " + where + " has no such client or tenant");
      default -> new Unreachable(where + " is not able to give a token now");
    };
  }
}
