package dev.rekey.api.push;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.event.pubsub.PushEndpoint;
import dev.rekey.event.pubsub.PushToken;
import dev.rekey.testing.GoogleTokens;
import dev.rekey.testing.RecordingIntake;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PushRouteTest {
  private static final Instant NOW = Instant.parse("2026-11-24T03:00:00Z");
  private static final String AUDIENCE = "https://rekey.example/events/pubsub";
  private static final String ACCOUNT = "push@orders-prod.iam.gserviceaccount.com";
  private static final String MESSAGE =
      """
      {"message": {"attributes": {"eventType": "SECRET_VERSION_ADD",
        "secretId": "projects/123/secrets/db",
        "versionId": "projects/123/secrets/db/versions/7",
        "timestamp": "2026-11-24T03:00:00Z"}, "messageId": "42"}}
      """;

  private final GoogleTokens google = new GoogleTokens();
  private final RecordingIntake intake = new RecordingIntake();
  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private HttpServer server;

  @BeforeEach
  void serve() {
    PushToken tokens = new PushToken(AUDIENCE, ACCOUNT, google.keysAt(), InstantSource.fixed(NOW));
    Router router = Router.router(vertx);
    new PushRoute(new PushEndpoint(tokens, intake)).mount(router);
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
  }

  @AfterEach
  void stop() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    google.close();
  }

  private int push(HttpRequest.Builder request) throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + server.actualPort() + PushRoute.PATH);
    return http.send(request.uri(address).build(), BodyHandlers.discarding()).statusCode();
  }

  private HttpRequest.Builder message(String body) {
    return HttpRequest.newBuilder()
        .header(
            "authorization",
            "Bearer "
                + google.signed(
                    Map.of(
                        "iss",
                        "https://accounts.google.com",
                        "aud",
                        AUDIENCE,
                        "email",
                        ACCOUNT,
                        "email_verified",
                        true,
                        "iat",
                        NOW.getEpochSecond(),
                        "exp",
                        NOW.plusSeconds(3_600).getEpochSecond())))
        .POST(BodyPublishers.ofString(body));
  }

  @Test
  void aMessageOfTheSubscriptionIsAcknowledgedWhenItIsTaken()
      throws IOException, InterruptedException {
    assertThat(push(message(MESSAGE))).isEqualTo(204);
    assertThat(intake.events()).hasSize(1);
  }

  @Test
  void whoBringsNoTokenIsNotHeard() throws IOException, InterruptedException {
    HttpRequest.Builder stranger = HttpRequest.newBuilder().POST(BodyPublishers.ofString(MESSAGE));

    assertThat(push(stranger)).isEqualTo(401);
    assertThat(intake.calls()).isZero();
  }

  @Test
  void aBodyThatIsTooLargeIsNotRead() throws IOException, InterruptedException {
    assertThat(push(message(" ".repeat((1 << 20) + 1)))).isEqualTo(413);
    assertThat(intake.calls()).isZero();
  }

  @Test
  void nothingIsServedButPosts() throws IOException, InterruptedException {
    assertThat(push(HttpRequest.newBuilder().GET())).isEqualTo(405);
  }
}
