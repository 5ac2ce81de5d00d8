package dev.rekey.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.client.IntegrationKind;
import dev.rekey.client.RekeyClient;
import dev.rekey.testing.KafkaBroker;
import dev.rekey.testing.NotRun;
import dev.rekey.testing.RotationEvents;
import dev.rekey.testing.TdsStandIn;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import dev.rekey.testing.trace.Tracing;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker on a JVM whose reflection is listened to, while it tests every kind, answers in JSON and
 * hears of an event. POSTGRESQL, MSSQL, KAFKA, KINESIS and DYNAMODB talk to a server; the others
 * come as far as their first connection, or as the credentials that are not there.
 */
class RegistrationIT {
  private static final String TOPIC = "traced";
  private static final Path APPLICATION = Path.of("target", "quarkus-app");

  @TempDir private Path folder;

  @Test
  void whatIsReflectedOnIsRegisteredForTheNativeExecutable()
      throws IOException, InterruptedException {
    if (!System.getProperty("rekey.worker", "jar").equals("jar")) {
      NotRun.abort("the registrations of the native executable", "a JVM alone can be listened to");
    }
    var tracing = new Tracing(folder);
    KafkaBroker broker = KafkaBroker.shared();
    WorkerConfig config =
        WorkerConfig.listening(broker.bootstrapServers(), TOPIC)
            .bind("login", "traced", Map.of("PGPASSWORD", "/password"));
    try (var events = RotationEvents.newTopic(broker, TOPIC);
        var sqlServer = new TdsStandIn();
        var worker = WorkerProcess.startTraced("traced", config, tracing.jvmOptions())) {
      RekeyClient client = worker.client();
      var _ =
          client
              .datasources()
              .create(IntegrationKind.POSTGRESQL, "traced", TracedKinds.postgresql());
      worker.writeSecret("login", "{\"password\": \"another\"}");
      var _ = events.publish("login");
      var kinds = TracedKinds.of(broker.bootstrapServers(), sqlServer);
      assertThat(EnumSet.complementOf(EnumSet.copyOf(kinds.keySet())))
          .containsExactly(IntegrationKind.UNKNOWN);
      kinds.forEach(
          (kind, given) -> assertThat(client.datasources().test(kind, given)).isNotNull());
      assertThat(json(worker)).contains("access_token");

      worker.stop();
    }

    List<String> asked = tracing.asked();
    // Else it did not listen.
    assertThat(asked).contains("members dev.rekey.connector.support.GuardedSockets");
    assertThat(Registered.of(APPLICATION).missing(asked)).isEmpty();
  }

  /** The same API as the client's, by another protocol. */
  private static String json(WorkerProcess worker) throws IOException, InterruptedException {
    Map<String, String> variables = worker.clientVariables();
    String body =
        """
        {"client_id": "%s", "client_secret": "%s", "grant_type": "client_credentials"}
        """
            .formatted(variables.get("CHALK_CLIENT_ID"), variables.get("CHALK_CLIENT_SECRET"));
    var request =
        HttpRequest.newBuilder(URI.create(worker.apiAddress() + "/v1/oauth/token"))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }
}
