package dev.rekey.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekey.testing.FreePort;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A configuration that cannot be meant stops the start, in one line that names the key. */
class StartRefusedIT {
  private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {stroe: {kind: sqlite}}                                                        | rekey.stroe.kind
          {tokens: {lifetime: soon}}                                                     | rekey.tokens.lifetime
          {tokens: {lifetime: 48h}}                                                      | rekey.tokens.lifetime
          {bindings: [{secret: 'dir://a', environment: no, data-source: a, keys: {K: /k}}]}   | rekey.bindings[0].environment
          {bindings: [{secret: 'dir://a', environment: default, data-source: a, keys: {K: k}}]} | rekey.bindings[0].keys
          {bindings: [{secret: 'dir://a', environment: default, data-source: a, keys: {K: /k}}, {secret: 'dir://b', environment: default, data-source: a, keys: {K: /k}}]} | rekey.bindings[1].keys
          {events: {sqs: {queues: [{url: a}]}}}                                          | rekey.events.sqs.queues[0]
          {events: {pubsub: {push: {enabled: true}}}}                                    | rekey.events.pubsub.push.audience
          {bindings: [{secret: 'ftp://a', environment: default, data-source: a, keys: {K: /k}}]} | rekey.bindings[0].secret
          """)
  void theKeyAtFaultIsNamedAndNothingIsMade(String config, String key)
      throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("rekey.yaml"), "rekey: " + config + "\n");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toAbsolutePath().toString())
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().put("REKEY_CONFIG", file.toString());
    builder.environment().put("REKEY_HTTP_PORT", "" + FreePort.find());
    builder.environment().put("REKEY_HTTP_MANAGEMENT_PORT", "" + FreePort.find());

    Path log = folder.resolve("worker.log");
    Process process = builder.redirectOutput(log.toFile()).start();
    boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    process.destroyForcibly();
    String output = Files.readString(log);

    assertThat(ended).as("the worker started: " + output).isTrue();
    assertThat(process.exitValue()).as(output).isEqualTo(1);
    assertThat(output.lines().filter(line -> line.contains("the worker cannot start")))
        .singleElement()
        .asString()
        .contains(key);
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void aBoundKeyThatIsGivenBySecretIdStopsTheStart() throws IOException, InterruptedException {
    try (WorkerProcess worker = WorkerProcess.start("bound-secret-id", WorkerConfig.silent())) {
      createWithReference(worker, "shop", "PGPASSWORD");
      worker.stop();
      worker.configure(
          WorkerConfig.silent()
              .bind("other", "other_source", Map.of("PGPASSWORD", "/password"))
              .bind("login", "shop", Map.of("PGUSER", "/user", "PGPASSWORD", "/password")));

      assertThatThrownBy(worker::restart)
          .hasMessageContaining("The worker ended.")
          .hasMessageContaining(
              "the worker cannot start: rekey.bindings[1].keys: PGPASSWORD of default/shop is given"
                  + " by a secret_id that names no secret of the environment");
    }
  }

  /** Over Connect, because the client cannot say it. */
  private static void createWithReference(WorkerProcess worker, String name, String key)
      throws IOException, InterruptedException {
    Map<String, String> client = worker.clientVariables();
    String token =
        post(
                worker,
                "/v1/oauth/token",
                """
                {"client_id": "%s", "client_secret": "%s", "grant_type": "client_credentials"}"""
                    .formatted(client.get("CHALK_CLIENT_ID"), client.get("CHALK_CLIENT_SECRET")))
            .path("access_token")
            .textValue();
    JsonNode created =
        post(
            worker,
            "/chalk.server.v1.IntegrationsService/InsertIntegration",
            """
            {"name": "%s", "integrationKind": "INTEGRATION_KIND_POSTGRESQL", "config": {
              "PGHOST": {"literal": "db.example"}, "PGDATABASE": {"literal": "shop"},
              "PGUSER": {"literal": "app"}, "%s": {"secretId": "elsewhere"}}}"""
                .formatted(name, key),
            "authorization",
            "Bearer " + token,
            "x-chalk-env-id",
            client.get("CHALK_ENVIRONMENT"));
    assertThat(created.at("/integration/name").textValue()).as(created.toString()).isEqualTo(name);
  }

  private static JsonNode post(WorkerProcess worker, String path, String json, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(worker.apiAddress() + path))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      return new ObjectMapper()
          .readTree(http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body());
    }
  }
}
