package dev.rekey.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.client.Datasource;
import dev.rekey.client.IntegrationKind;
import dev.rekey.client.QuarantinedEvent;
import dev.rekey.client.RekeyClient;
import dev.rekey.client.Rotation;
import dev.rekey.client.RotationFilter;
import dev.rekey.client.RotationState;
import dev.rekey.client.RotationStream;
import dev.rekey.client.TestOutcome;
import dev.rekey.client.WatchFilter;
import dev.rekey.testing.Eventually;
import dev.rekey.testing.KafkaBroker;
import dev.rekey.testing.RotationEvents;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Secret values, followed through all that can be done with them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CanaryIT {
  private static final String SOURCE = "canary_source";
  private static final String SECRET = "canary-login";
  private static final String TOPIC = "canary-rotations";
  private static final String SERVICE = "/chalk.server.v1.IntegrationsService/";

  private final HttpClient http = HttpClient.newHttpClient();
  private RotationEvents events;
  private WorkerProcess worker;

  @BeforeAll
  void start() {
    KafkaBroker broker = KafkaBroker.shared();
    events = RotationEvents.newTopic(broker, TOPIC);
    worker =
        WorkerProcess.start(
            "canary",
            WorkerConfig.listening(broker.bootstrapServers(), TOPIC)
                .bind(SECRET, SOURCE, Map.of("PGUSER", "/username", "PGPASSWORD", "/password")));
  }

  @AfterAll
  void stop() {
    worker.close();
    events.close();
  }

  @Test
  void valueIsNowhereAfterInsertUpdateFailedTestRollbackCrashAndRestart() {
    Login login = Login.known();
    var datasources = worker.client().datasources();
    String source = datasources.create(IntegrationKind.POSTGRESQL, SOURCE, login.config()).id();
    datasources.update(source, Map.of("PGPASSWORD", Login.unknown().password()));
    TestOutcome refused = datasources.test(source);
    datasources.update(source, Map.of("PGPASSWORD", login.password()));
    worker.writeSecret(SECRET, Login.unknown().json());
    Rotation rotation = RotationWatch.awaitEnd(worker.client(), events.publish(SECRET));
    String metrics = worker.management("/q/metrics");

    worker.kill9();
    worker.restart();

    assertThat(refused.success()).isFalse();
    assertThat(rotation.state()).isEqualTo(RotationState.ROLLED_BACK);
    Canary.assertNotIn(worker, SOURCE);
    var rotations = worker.client().rotations();
    assertThat(
            refused.message()
                + rotation
                + metrics
                + worker.management("/q/metrics")
                + worker.management("/q/health")
                + rotations.list(RotationFilter.newest(100))
                + rotations.audit("", 100)
                + rotations.quarantine(100))
        .contains(SOURCE, "rekey_rotations_total")
        .doesNotContain(Canary.TEXT);
    assertThat(
            Login.heldBy(
                worker.client(), worker.client().datasources().find(SOURCE).orElseThrow().id()))
        .isEqualTo(login);
  }

  @Test
  void everyRpcThatIsServedKeepsTheValueToItselfUnlessItIsAskedForIt()
      throws IOException, InterruptedException {
    Map<String, String> ids = makeIds();
    String token = "Bearer " + token();
    List<String> called = new ArrayList<>();

    for (CanaryCalls each : CanaryCalls.ALL) {
      String body = each.body(ids);
      HttpResponse<String> good = post("/" + each.rpc(), body, token);
      HttpResponse<String> cut = post("/" + each.rpc(), body + "canary-4b1d", token);
      HttpResponse<String> unknown = post("/" + each.rpc(), body, "Bearer canary-4b1d");
      called.add(each.rpc());

      assertThat(good.statusCode()).as(each.rpc()).isNotEqualTo(500);
      assertThat((good.body() + good.headers()).contains(Canary.TEXT))
          .as("%s tells the value: %s", each.rpc(), good.body())
          .isEqualTo(each.discloses());
      assertThat(cut.body() + cut.headers() + unknown.body() + unknown.headers())
          .as(each.rpc())
          .doesNotContain(Canary.TEXT);
      if (each.rpc().endsWith("/InsertIntegration")) {
        ids.put("inserted", find("canary_inserted"));
      }
    }

    assertThat(called)
        .as("each rpc that is served has a call in CanaryCalls")
        .containsAll(ServedRpcs.of(worker.apiAddress()));
    try (RotationStream stream = worker.client().rotations().watch(WatchFilter.everything())) {
      events.publish(SECRET);
      assertThat(stream.iterator().next().toString()).doesNotContain(Canary.TEXT);
    }
    Canary.assertNotIn(worker, SOURCE);
  }

  /** Something of each sort that has an id, with values that hold the canary. */
  private Map<String, String> makeIds() {
    RekeyClient client = worker.client();
    String source =
        client
            .datasources()
            .find(SOURCE)
            .map(Datasource::id)
            .orElseGet(
                () ->
                    client
                        .datasources()
                        .create(IntegrationKind.POSTGRESQL, SOURCE, Login.unknown().config())
                        .id());
    worker.writeSecret(SECRET, Login.unknown().json());
    events.publishUndecodable("{\"password\": \"canary-4b1d\"");
    Rotation rotation = RotationWatch.awaitEnd(client, events.publish(SECRET));
    String event =
        Eventually.get(
            Duration.ofSeconds(30),
            () -> "nothing is in quarantine",
            () -> client.rotations().quarantine(1).stream().map(QuarantinedEvent::id).findFirst());
    return new HashMap<>(
        Map.of(
            "source", source,
            "sourceName", SOURCE,
            "secret", client.secrets().put("CANARY_KEPT", Canary.TEXT).id(),
            "rotation", rotation.id(),
            "event", event));
  }

  private String find(String name) {
    return worker.client().datasources().find(name).orElseThrow().id();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      textBlock =
          """
          InsertIntegration | 400 | {"name":"a-b","integrationKind":"INTEGRATION_KIND_POSTGRESQL","config":{"PGPASSWORD":{"literal":"canary-4b1d"}}}
          InsertIntegration | 400 | {"name":"no_host","integrationKind":"INTEGRATION_KIND_POSTGRESQL","config":{"PGPASSWORD":{"literal":"canary-4b1d"}}}
          InsertIntegration | 400 | {"name":"bad_json","config":{"PGPASSWORD":{"literal":"canary-4b1d"}
          InsertIntegration | 400 | {"name":"bad_type","config":{"PGPASSWORD":"canary-4b1d"}}
          UpdateIntegration | 404 | {"integrationId":"nobody","config":{"PGPASSWORD":{"literal":"canary-4b1d"}}}
          """)
  void errorBodyNeverHoldsTheValue(String method, int status, String body)
      throws IOException, InterruptedException {
    HttpResponse<String> response = post(SERVICE + method, body, "Bearer " + token());

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body() + response.headers()).doesNotContain(Canary.TEXT);
    Canary.assertNotIn(worker, "default");
  }

  @Test
  void wrongClientSecretAndForgedTokenAreNotRepeated() throws IOException, InterruptedException {
    HttpResponse<String> login =
        post(
            "/v1/oauth/token",
            "{\"client_id\":\"x\",\"client_secret\":\"%s\",\"grant_type\":\"client_credentials\"}"
                .formatted(Canary.TEXT),
            "none");
    HttpResponse<String> call = post(SERVICE + "ListIntegrations", "{}", "Bearer " + Canary.TEXT);

    assertThat(login.statusCode()).isEqualTo(401);
    assertThat(call.statusCode()).isEqualTo(401);
    assertThat(login.body() + call.body()).isNotBlank().doesNotContain(Canary.TEXT);
    Canary.assertNotIn(worker, "default");
  }

  private String token() throws IOException, InterruptedException {
    Map<String, String> variables = worker.clientVariables();
    HttpResponse<String> response =
        post(
            "/v1/oauth/token",
            "{\"client_id\":\"%s\",\"client_secret\":\"%s\",\"grant_type\":\"client_credentials\"}"
                .formatted(variables.get("CHALK_CLIENT_ID"), variables.get("CHALK_CLIENT_SECRET")),
            "none");
    return response.body().replaceFirst("(?s).*\"access_token\"\\s*:\\s*\"([^\"]+)\".*", "$1");
  }

  private HttpResponse<String> post(String path, String body, String authorization)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(worker.apiAddress() + path))
            .header("content-type", "application/json")
            .header("authorization", authorization)
            .header("x-chalk-env-id", "default")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
