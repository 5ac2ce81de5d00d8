package dev.rekey.connector.databricks;

import dev.rekey.connector.Connector;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.support.BoundedCall;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.HttpSession;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.NetworkFaults;
import dev.rekey.connector.support.OAuthTokens;
import dev.rekey.connector.support.OAuthTokens.NotIssued;
import dev.rekey.connector.support.OAuthTokens.Token;
import dev.rekey.connector.support.Values;
import dev.rekey.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;

/**
 * Runs {@code SELECT 1} on the warehouse of the HTTP path, in the catalog and schema that the
 * config names. A warehouse that is stopped is started by it. Thread-safe.
 */
public final class DatabricksConnector implements Connector {
  private final Egress egress;
  private final String scheme;

  public DatabricksConnector(Egress egress) {
    this(egress, "https");
  }

  /** For servers without TLS, which Databricks has none of. */
  DatabricksConnector(Egress egress, String scheme) {
    this.egress = egress;
    this.scheme = scheme;
  }

  @Override
  public TestResult test(Map<String, Secret> config, Duration deadline) {
    try {
      var spec = DatabricksSpec.of(config);
      return BoundedCall.run(deadline, () -> attempt(spec, deadline));
    } catch (InvalidConfigException e) {
      return e.outcome();
    }
  }

  private TestResult attempt(DatabricksSpec spec, Duration deadline) {
    try (var http = new HttpSession(egress, deadline.plusSeconds(1))) {
      return switch (token(http, spec)) {
        case NotIssued(TestResult outcome) -> outcome;
        case Token(Secret token) ->
            new Statements(http, spec, scheme, Values.text(token), deadline).test();
      };
    } catch (IOException e) {
      return NetworkFaults.outcome(e, spec.at()).orElseThrow();
    }
  }

  private OAuthTokens.Issued token(HttpSession http, DatabricksSpec spec) throws IOException {
    return switch (spec.login()) {
      case DatabricksSpec.PersonalToken(Secret token) -> new Token(token);
      case DatabricksSpec.Client(String id, Secret secret) ->
          OAuthTokens.clientCredentials(
              http,
              spec.uri(scheme, "/oidc/v1/token"),
              Map.of("Authorization", "Basic " + basic(id, secret)),
              Map.of("scope", "all-apis"),
              DatabricksSpec.CLIENT_ID,
              spec.at());
    };
  }

  private static String basic(String id, Secret secret) {
    return Base64.getEncoder()
        .encodeToString((id + ":" + Values.text(secret)).getBytes(StandardCharsets.UTF_8));
  }
}
