package dev.rekey.connector.mssql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekey.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The identity that a machine has in Azure, see <a
 * href="https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token">its
 * documentation</a>. No config decides where it is asked for, so that the rules for data sources do
 * not hold for it: it is asked at a link-local address.
 */
public final class ManagedIdentity {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RESOURCE = "&resource=https%3A%2F%2Fdatabase.windows.net%2F";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final HttpRequest request;

  private ManagedIdentity(HttpRequest request) {
    this.request = request;
  }

  /**
   * That of an App Service, a container app or a function, where the environment says so; else that
   * of a virtual machine.
   */
  public static ManagedIdentity of(Map<String, String> environment) {
    String endpoint = environment.getOrDefault("IDENTITY_ENDPOINT", "");
    return endpoint.isEmpty()
        ? at(
            "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01",
            "Metadata",
            "true")
        : at(
            endpoint + "?api-version=2019-08-01",
            "X-IDENTITY-HEADER",
            environment.getOrDefault("IDENTITY_HEADER", ""));
  }

  private static ManagedIdentity at(String url, String header, String value) {
    return new ManagedIdentity(
        HttpRequest.newBuilder(URI.create(url + RESOURCE))
            .header(header, value)
            .timeout(PATIENCE)
            .build());
  }

  /** A token for SQL databases; empty where the machine has no identity, or none answers. */
  Optional<Secret> token() throws InterruptedException {
    try (var http = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      var answer = http.send(request, BodyHandlers.ofByteArray());
      JsonNode json = JSON.readTree(answer.body());
      String token = json == null ? "" : json.path("access_token").asText();
      return answer.statusCode() == 200 && !token.isEmpty()
          ? Optional.of(Secret.of(token))
          : Optional.empty();
    } catch (IOException nobodyThere) {
      return Optional.empty();
    }
  }
}
