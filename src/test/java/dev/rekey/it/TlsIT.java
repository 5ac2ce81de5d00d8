package dev.rekey.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.client.IntegrationKind;
import dev.rekey.client.RekeyClient;
import dev.rekey.client.UnavailableException;
import dev.rekey.testing.Eventually;
import dev.rekey.testing.TestCertificate;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API of a packaged worker that has a certificate. */
class TlsIT {
  private static final Map<String, String> TOPIC =
      Map.of("KAFKA_BOOTSTRAP_SERVER", "127.0.0.1:1", "KAFKA_TOPIC", "orders");

  @TempDir private Path folder;

  private final TestCertificate first = TestCertificate.valid();
  private final TestCertificate second = TestCertificate.valid();
  private Path certificate;
  private Path key;

  @BeforeEach
  void write() throws IOException {
    certificate = Files.writeString(folder.resolve("tls.crt"), first.certificatePem());
    key = Files.writeString(folder.resolve("tls.key"), first.keyPem());
  }

  private Path roots(TestCertificate of) throws IOException {
    return Files.writeString(
        folder.resolve("roots-" + (of.equals(first) ? "1" : "2") + ".pem"), of.authorityPem());
  }

  private static RekeyClient.Builder client(WorkerProcess worker) {
    Map<String, String> variables = new HashMap<>(worker.clientVariables());
    variables.put("CHALK_API_SERVER", worker.apiAddress().replace("http://", "https://"));
    return RekeyClient.builder(variables).deadline(Duration.ofSeconds(10));
  }

  @Test
  void theApiIsServedByTlsAloneAndTakesNewCertificatesWhileItRuns()
      throws IOException, InterruptedException {
    WorkerConfig config = WorkerConfig.silent().servedByTls(certificate, key, Optional.empty());
    try (WorkerProcess worker = WorkerProcess.start("tls", config)) {
      try (RekeyClient client = client(worker).rootCertificates(roots(first)).build()) {
        String id = client.datasources().create(IntegrationKind.KAFKA, "orders", TOPIC).id();
        assertThat(client.datasources().get(id).name()).isEqualTo("orders");
      }
      for (HttpClient.Version version : HttpClient.Version.values()) {
        HttpResponse<String> answer = token(worker, version);
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.version()).as("agreed on by ALPN").isEqualTo(version);
      }
      assertThatThrownBy(() -> plaintext(worker)).isInstanceOf(IOException.class);

      Files.writeString(certificate, second.certificatePem());
      Files.writeString(key, second.keyPem());

      assertThat(
              Eventually.get(
                  Duration.ofSeconds(30),
                  () -> "the new certificate is not shown",
                  () -> listed(worker)))
          .isEqualTo(1);
      try (RekeyClient client = client(worker).rootCertificates(roots(first)).build()) {
        assertThatExceptionOfType(UnavailableException.class)
            .isThrownBy(() -> client.datasources().list());
      }
    }
  }

  /** By a client that trusts the second certificate alone. */
  private Optional<Integer> listed(WorkerProcess worker) {
    try (RekeyClient client =
        client(worker).deadline(Duration.ofSeconds(2)).rootCertificates(roots(second)).build()) {
      return Optional.of(client.datasources().list().size());
    } catch (UnavailableException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** With a wrong secret, over HTTP. */
  private HttpResponse<String> token(WorkerProcess worker, HttpClient.Version version)
      throws IOException, InterruptedException {
    HttpClient http = HttpClient.newBuilder().version(version).sslContext(first.trusting()).build();
    return http.send(
        HttpRequest.newBuilder(
                URI.create(worker.apiAddress().replace("http://", "https://") + "/v1/oauth/token"))
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString("{\"client_id\": \"generated\", \"client_secret\": \"x\"}"))
            .build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> plaintext(WorkerProcess worker)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(worker.apiAddress() + "/v1/who-am-i")).build(),
            BodyHandlers.ofString());
  }

  @Test
  void whoShowsNoCertificateIsNotSpokenToWhereOneIsAskedFor() throws IOException {
    Path authority = Files.writeString(folder.resolve("clients.crt"), second.authorityPem());
    Path shown = Files.writeString(folder.resolve("client.crt"), second.certificatePem());
    Path shownKey = Files.writeString(folder.resolve("client.key"), second.keyPem());
    WorkerConfig config =
        WorkerConfig.silent().servedByTls(certificate, key, Optional.of(authority));
    try (WorkerProcess worker = WorkerProcess.start("mtls", config);
        RekeyClient known =
            client(worker)
                .rootCertificates(roots(first))
                .clientCertificate(shown, shownKey)
                .build();
        RekeyClient unknown = client(worker).rootCertificates(roots(first)).build()) {
      assertThat(known.datasources().list()).isEmpty();
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> unknown.datasources().list());
    }
  }
}
