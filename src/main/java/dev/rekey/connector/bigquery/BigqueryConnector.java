package dev.rekey.connector.bigquery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekey.connector.Connector;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.support.BoundedCall;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.connector.support.HttpSession;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.NetworkFaults;
import dev.rekey.connector.support.Values;
import dev.rekey.connector.support.google.GoogleAmbient;
import dev.rekey.connector.support.google.GoogleTokens;
import dev.rekey.connector.support.google.GoogleTokens.NotGiven;
import dev.rekey.connector.support.google.GoogleTokens.Token;
import dev.rekey.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Lets BigQuery check {@code SELECT 1} in the project without running it, and gets the dataset that
 * a config names. Thread-safe.
 */
public final class BigqueryConnector implements Connector {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final URI GOOGLE = URI.create("https://bigquery.googleapis.com");
  private static final int HTTPS = 443;

  private final Egress egress;
  private final GoogleAmbient ambient;
  private final URI base;
  private final Endpoint at;

  /**
   * @param endpoint in the place of Google's own
   */
  public BigqueryConnector(Egress egress, GoogleAmbient ambient, Optional<URI> endpoint) {
    this.egress = egress;
    this.ambient = ambient;
    this.base = endpoint.orElse(GOOGLE);
    this.at =
        new Endpoint(
            base.getHost(), base.getPort() < 0 ? HTTPS : base.getPort(), BigquerySpec.PROJECT);
  }

  @Override
  public TestResult test(Map<String, Secret> config, Duration deadline) {
    try {
      var spec = BigquerySpec.of(config, ambient.tokenServer());
      return BoundedCall.run(deadline, () -> attempt(spec, deadline));
    } catch (InvalidConfigException e) {
      return e.outcome();
    }
  }

  private TestResult attempt(BigquerySpec spec, Duration deadline) {
    return switch (new GoogleTokens(ambient).token(spec.key(), BigquerySpec.CREDENTIALS)) {
      case NotGiven(TestResult outcome) -> outcome;
      case Token(Secret token) -> call(spec, Values.text(token), deadline);
    };
  }

  private TestResult call(BigquerySpec spec, String token, Duration deadline) {
    Map<String, String> headers = Map.of("Authorization", "Bearer " + token);
    String project = "/bigquery/v2/projects/" + spec.project();
    try (var http = new HttpSession(egress, deadline.plusSeconds(1))) {
      HttpSession.Answer query =
          http.post(
              base.resolve(project + "/queries"),
              headers,
              "application/json",
              JSON.writeValueAsBytes(query(spec)));
      if (query.status() != 200) {
        return BigqueryErrors.outcome(query.status(), query.json(), BigquerySpec.PROJECT, at);
      }
      if (spec.dataset().isPresent()) {
        HttpSession.Answer dataset =
            http.get(base.resolve(project + "/datasets/" + spec.dataset().get()), headers);
        if (dataset.status() != 200) {
          return BigqueryErrors.outcome(dataset.status(), dataset.json(), BigquerySpec.DATASET, at);
        }
      }
      return new Passed(at + " accepted the credentials and would run a query");
    } catch (IOException e) {
      return NetworkFaults.outcome(e, at).orElseThrow();
    }
  }

  private static ObjectNode query(BigquerySpec spec) {
    ObjectNode query =
        JSON.createObjectNode()
            .put("query", "SELECT 1")
            .put("dryRun", true)
            .put("useLegacySql", false);
    spec.location().ifPresent(location -> query.put("location", location));
    return query;
  }
}
