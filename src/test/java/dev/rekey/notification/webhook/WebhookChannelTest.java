package dev.rekey.notification.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekey.connector.support.Egress;
import dev.rekey.notification.Channel.Answer;
import dev.rekey.notification.CloudEvents;
import dev.rekey.notification.News;
import dev.rekey.notification.Notification;
import dev.rekey.notification.webhook.WebhookChannel.Target;
import dev.rekey.testing.CannedServer;
import dev.rekey.testing.ManualClock;
import dev.rekey.testing.WebhookReceiver;
import dev.rekey.testing.WebhookReceiver.Call;
import dev.rekey.testing.WebhookReceiver.Reply;
import io.cloudevents.jackson.JsonFormat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookChannelTest {
  private static final CloudEvents EVENTS = new CloudEvents("/rekey");
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Notification NEWS = News.committed("n1", "shop");

  @TempDir private Path folder;

  private final ManualClock clock = new ManualClock(News.NOW);
  private final WebhookReceiver receiver = new WebhookReceiver();

  @AfterEach
  void stop() {
    receiver.close();
  }

  @Test
  void aStructuredEventIsReadByLibrariesOfCloudEvents() {
    Answer answer = send(receiver.url("/hook"), false, Optional.empty());

    assertThat(answer).isEqualTo(new Answer.Taken());
    Call call = receiver.calls().getFirst();
    assertThat(call.method()).isEqualTo("POST");
    assertThat(call.path()).isEqualTo("/hook");
    assertThat(call.headers().get("content-type")).isEqualTo(JsonFormat.CONTENT_TYPE);
    assertThat(new JsonFormat().deserialize(call.body()).getId()).isEqualTo("n1");
  }

  @Test
  void aBinaryEventHasItsAttributesInHeaders() throws IOException {
    send(receiver.url("/hook"), true, Optional.empty());

    Call call = receiver.calls().getFirst();
    assertThat(call.headers())
        .containsEntry("ce-specversion", "1.0")
        .containsEntry("ce-id", "n1")
        .containsEntry("ce-source", "/rekey")
        .containsEntry("ce-type", "dev.rekey.rotation.committed")
        .containsEntry("ce-subject", "prod/shop")
        .containsEntry("ce-time", "2026-11-23T10:15:30.123456Z")
        .containsEntry("content-type", "application/json");
    assertThat(new ObjectMapper().readTree(call.body()).get("dataSource").textValue())
        .isEqualTo("shop");
  }

  @Test
  void aReceiverWithTheOldKeyOrTheNewOneIsContentWhileTheyAreExchanged() throws IOException {
    byte[] raw = "bytes of a key, as many as 24 are wanted".getBytes(StandardCharsets.UTF_8);
    String newest = "whsec_" + Base64.getEncoder().encodeToString(raw);
    Path file = Files.writeString(folder.resolve("keys"), "the-old-key\n");
    Optional<Signatures> signatures = Optional.of(new Signatures(new KeyFile(file)));

    send(receiver.url("/hook"), false, signatures);
    Files.writeString(file, newest + "\nthe-old-key\n");
    send(receiver.url("/hook"), false, signatures);
    Files.writeString(file, newest + "\n");
    send(receiver.url("/hook"), false, signatures);

    byte[] old = "the-old-key".getBytes(StandardCharsets.UTF_8);
    List<Call> calls = receiver.calls();
    assertThat(calls).extracting(call -> call.headers().get("webhook-id")).containsOnly("n1");
    assertThat(calls)
        .extracting(call -> call.headers().get("webhook-timestamp"))
        .containsOnly(Long.toString(News.NOW.getEpochSecond()));
    assertThat(calls)
        .extracting(call -> WebhookSignature.isValid(call, old))
        .containsExactly(true, true, false);
    assertThat(calls)
        .extracting(call -> WebhookSignature.isValid(call, raw))
        .containsExactly(false, true, true);
  }

  @Test
  void nothingIsSentWithoutItsSignature() {
    Optional<Signatures> missing =
        Optional.of(new Signatures(new KeyFile(folder.resolve("missing"))));

    Answer answer = send(receiver.url("/hook"), false, missing);

    assertThat(answer)
        .isEqualTo(
            new Answer.Unavailable(
                "its secret-file cannot be used (NoSuchFileException)", Optional.empty()));
    assertThat(receiver.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 410, 413, 422})
  void whoeverSaysNoHasRefused(int status) {
    receiver.answer(call -> Reply.of(status));

    assertThat(send(receiver.url("/hook"), false, Optional.empty()))
        .isEqualTo(new Answer.Refused("it answered " + status));
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
  void whoeverCannotNowIsAskedAgain(int status) {
    receiver.answer(call -> new Reply(status, Map.of("Retry-After", "17")));

    assertThat(send(receiver.url("/hook"), false, Optional.empty()))
        .isEqualTo(
            new Answer.Unavailable("it answered " + status, Optional.of(Duration.ofSeconds(17))));
  }

  @Test
  void aRedirectIsNotFollowed() {
    receiver.answer(
        call -> new Reply(307, Map.of("Location", receiver.url("/elsewhere").toString())));

    assertThat(send(receiver.url("/hook"), false, Optional.empty()))
        .isEqualTo(new Answer.Refused("it answered 307; redirects are not followed"));
    assertThat(receiver.calls()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/latest/meta-data/",
        "http://[::ffff:169.254.169.254]/",
        "http://100.100.100.200/"
      })
  void metadataOfCloudsIsNotReached(String url) {
    assertThat(send(URI.create(url), false, Optional.empty()))
        .isEqualTo(
            new Answer.Refused(
                "its host is a link-local, metadata or group address, where nothing is sent"));
  }

  @Test
  void nobodyThereIsAskedAgain() {
    receiver.down();

    assertThat(send(receiver.url("/hook"), false, Optional.empty()))
        .isEqualTo(new Answer.Unavailable("no connection, or it was cut", Optional.empty()));
  }

  @Test
  void whoeverNeverEndsHisAnswerIsCutOffAtTheDeadline() {
    try (CannedServer endless =
        new CannedServer(
            "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n".getBytes(StandardCharsets.UTF_8),
            new byte[0])) {
      try (WebhookChannel channel =
          channel(
              Target.of("POST", URI.create("http://127.0.0.1:" + endless.port() + "/")),
              new CloudEventTemplate(EVENTS, false),
              Optional.empty(),
              Duration.ofMillis(300))) {
        assertThat(channel.send(List.of(NEWS))).isInstanceOf(Answer.Unavailable.class);
      }
    }
  }

  @Test
  void aUrlThatIsASecretIsTakenFromItsFileAndNeverShown() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("url"), receiver.url("/services/T0/B0/canary-token") + "\n");
    try (WebhookChannel channel =
        channel(
            Target.inFile(new KeyFile(file)), new SlackTemplate(), Optional.empty(), DEADLINE)) {

      assertThat(channel.send(List.of(NEWS))).isEqualTo(new Answer.Taken());
      assertThat(receiver.calls().getFirst().path()).isEqualTo("/services/T0/B0/canary-token");

      receiver.answer(call -> Reply.of(404));
      assertThat(channel.send(List.of(NEWS)).toString()).doesNotContain("canary");
      receiver.down();
      assertThat(channel.send(List.of(NEWS)).toString()).doesNotContain("canary");
      Files.writeString(file, "http://not a url/canary-token");
      assertThat(channel.send(List.of(NEWS)).toString()).doesNotContain("canary");
      Files.writeString(file, "gopher://host/canary-token");
      assertThat(channel.send(List.of(NEWS)).toString()).doesNotContain("canary");
    }
  }

  @Test
  void aRedeployIsARequestOfTheOperatorsOwn() throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "deploy-token");
    RedeployTemplate template =
        new RedeployTemplate(
            Map.of("Authorization", "Bearer {secret}"),
            "application/strategic-merge-patch+json",
            "{\"env\":\"{environment}\",\"of\":\"{data-sources}\",\"n\":{count},\"at\":\"{time}\",\"no\":\"{secret}\"}",
            Optional.of(new KeyFile(file)));
    try (WebhookChannel channel =
        channel(
            Target.of("PATCH", receiver.url("/apis/apps/v1/namespaces/shop/deployments/web")),
            template,
            Optional.empty(),
            DEADLINE)) {

      Answer answer =
          channel.send(
              List.of(
                  News.committed("n1", "shop"),
                  News.committed("n2", "orders"),
                  News.committed("n3", "shop")));

      assertThat(answer).isEqualTo(new Answer.Taken());
    }
    Call call = receiver.calls().getFirst();
    assertThat(call.method()).isEqualTo("PATCH");
    assertThat(call.headers())
        .containsEntry("authorization", "Bearer deploy-token")
        .containsEntry("content-type", "application/strategic-merge-patch+json");
    assertThat(call.text())
        .isEqualTo(
            "{\"env\":\"prod\",\"of\":\"orders,shop\",\"n\":3,"
                + "\"at\":\"2026-11-23T10:15:30.123456Z\",\"no\":\"{secret}\"}");
  }

  private Answer send(URI url, boolean binary, Optional<Signatures> signatures) {
    try (WebhookChannel channel =
        channel(
            Target.of("POST", url), new CloudEventTemplate(EVENTS, binary), signatures, DEADLINE)) {
      return channel.send(List.of(NEWS));
    }
  }

  private WebhookChannel channel(
      Target target, Template template, Optional<Signatures> signatures, Duration deadline) {
    return new WebhookChannel(
        new Poster(new Egress(InetAddress::getAllByName, true, true), deadline),
        target,
        template,
        signatures,
        clock);
  }
}
