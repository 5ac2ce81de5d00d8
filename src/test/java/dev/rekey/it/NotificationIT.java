package dev.rekey.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekey.client.IntegrationKind;
import dev.rekey.client.NotificationState;
import dev.rekey.notification.webhook.WebhookSignature;
import dev.rekey.testing.FailPoints;
import dev.rekey.testing.WebhookReceiver;
import dev.rekey.testing.WebhookReceiver.Call;
import dev.rekey.testing.WebhookReceiver.Reply;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A webhook that is away for a while, and a worker that is killed meanwhile. */
class NotificationIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String SOURCE = "told_source";
  private static final String SECRET = "told-login";
  private static final String KEY = Canary.TEXT + "-signing-key";
  private static final String JUST_COMMITTED = "append exit Committed";

  @TempDir private Path folder;

  @Test
  void everyOutcomeArrivesInOrderAndSignedAlthoughWebhookAndWorkerWereAway() throws IOException {
    FailPoints failPoints = new FailPoints(Files.createDirectory(folder.resolve("points")));
    Path key = Files.writeString(folder.resolve("key"), KEY);
    try (WebhookReceiver hook = new WebhookReceiver();
        WorkerProcess worker =
            WorkerProcess.start(
                "notification",
                WorkerConfig.silent()
                    .bind(SECRET, SOURCE, Map.of("PGUSER", "/username", "PGPASSWORD", "/password"))
                    .telling(hook.url("/rekey"), key),
                failPoints)) {
      Object _ =
          worker
              .client()
              .datasources()
              .create(IntegrationKind.POSTGRESQL, SOURCE, Login.known().config());
      rotate(worker, Login.known(), 1);
      await().atMost(PATIENCE).until(() -> hook.calls().size() == 1);

      hook.down();
      rotate(worker, Login.unknown(), 2);
      rotate(worker, Login.known(), 3);
      // Durable, and nobody has heard of it but the database.
      failPoints.arm(JUST_COMMITTED);
      trigger(worker, Login.known());
      failPoints.awaitReached(JUST_COMMITTED);
      worker.kill9();
      failPoints.disarm();
      worker.restart();
      await()
          .atMost(PATIENCE)
          .until(() -> worker.metric("rekey_notifications_circuit_open", "hook") == 1);
      assertThat(worker.metric("rekey_notifications_pending", "hook")).isEqualTo(3);
      assertThat(worker.client().notifications().list(NotificationState.PENDING, 10)).hasSize(3);
      hook.up();

      await().atMost(PATIENCE).until(() -> types(hook).size() == 4);
      assertThat(types(hook))
          .containsExactly(
              "dev.rekey.rotation.committed",
              "dev.rekey.rotation.rolled_back",
              "dev.rekey.rotation.committed",
              "dev.rekey.rotation.committed");
      assertThat(hook.calls())
          .allMatch(call -> WebhookSignature.isValid(call, KEY.getBytes(StandardCharsets.UTF_8)))
          .noneMatch(call -> call.text().contains(Canary.TEXT))
          .noneMatch(call -> call.headers().toString().contains(Canary.TEXT));
      await()
          .atMost(PATIENCE)
          .until(() -> worker.metric("rekey_notifications_pending", "hook") == 0);
      assertThat(worker.client().notifications().endpoints())
          .singleElement()
          .satisfies(only -> assertThat(only.circuitOpen()).isFalse());
      replayOfTheFirstIsTheSameEventOnceMore(worker, hook);
      Canary.assertNotIn(worker, SOURCE);
    }
  }

  private static void replayOfTheFirstIsTheSameEventOnceMore(
      WorkerProcess worker, WebhookReceiver hook) {
    int before = hook.calls().size();
    hook.answer(call -> Reply.of(200));

    worker
        .client()
        .notifications()
        .replay(
            worker.client().notifications().list(NotificationState.SENT, 10).getLast().number());

    await().atMost(PATIENCE).until(() -> hook.calls().size() == before + 1);
    assertThat(hook.calls().getLast().headers().get("webhook-id"))
        .isEqualTo(hook.calls().getFirst().headers().get("webhook-id"));
  }

  private static void rotate(WorkerProcess worker, Login login, int rotations) {
    trigger(worker, login);
    Object _ = RotationWatch.awaitNewest(worker.client(), SOURCE, rotations);
  }

  private static void trigger(WorkerProcess worker, Login login) {
    worker.writeSecret(SECRET, login.json());
    Object _ = worker.client().rotations().trigger("dir://" + SECRET);
  }

  /** The types of the events in the order in which they first came. */
  private static List<String> types(WebhookReceiver hook) {
    return hook.calls().stream()
        .map(NotificationIT::event)
        .filter(event -> event.get("subject").textValue().equals("default/" + SOURCE))
        .map(event -> Map.entry(event.get("id").textValue(), event.get("type").textValue()))
        .distinct()
        .map(Map.Entry::getValue)
        .toList();
  }

  private static JsonNode event(Call call) {
    try {
      return JSON.readTree(call.text());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
