package dev.rekey.event.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import dev.rekey.event.Delivery;
import dev.rekey.event.RotationEvent;
import dev.rekey.google.GoogleEndpoint;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import dev.rekey.testing.CapturedLog;
import dev.rekey.testing.FreePort;
import dev.rekey.testing.PubsubEmulator;
import dev.rekey.testing.RecordingIntake;
import java.io.FileNotFoundException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PubsubEventSourceTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final String topic = "projects/orders/topics/t-" + UUID.randomUUID();
  private final String subscription = "projects/orders/subscriptions/s-" + UUID.randomUUID();
  private final RecordingIntake intake = new RecordingIntake();

  @BeforeAll
  static void emulatorIsThere() {
    assumeTrue(
        PubsubEmulator.isAvailable(),
        "no emulator of Pub/Sub: install google-cloud-cli-pubsub-emulator,"
            + " or set PUBSUB_EMULATOR_HOST");
  }

  @Test
  void newsReachesTheIntakeAndIsAcknowledged() {
    emulator().create(topic, subscription);
    try (PubsubEventSource source = started(intake)) {
      emulator().publish(topic, List.of(added("db", 7)));

      await().atMost(LONG).until(() -> intake.events().size() == 1);

      assertThat(intake.events())
          .containsExactly(
              new RotationEvent(
                  "SECRET_VERSION_ADD:projects/123/secrets/db/versions/7:2026-11-23T10:00:00Z",
                  "SECRET_VERSION_ADD",
                  SecretRef.parse("gcp-sm://123/db"),
                  Optional.of(new SecretVersion("7"))));
      Delivery delivery = intake.deliveries().getFirst();
      assertThat(delivery.source()).isEqualTo("pubsub");
      assertThat(delivery.position()).matches(source.place() + "@[0-9]+");
      assertThat(source.problem()).isEmpty();
      assertThat(source.lastPolled()).isPresent();
    }
  }

  @Test
  void messageThatWasNotTakenComesAgain() {
    emulator().create(topic, subscription);
    intake.refuse(Integer.MAX_VALUE);
    try (PubsubEventSource _ = started(intake)) {
      emulator().publish(topic, List.of(added("db", 7)));
      await().atMost(LONG).until(() -> !intake.refused().isEmpty());
    }
    assertThat(intake.deliveries()).isEmpty();
    RecordingIntake next = new RecordingIntake();

    try (PubsubEventSource _ = started(next)) {
      awaitWhileDeliveredAgain(next);
    }

    assertThat(next.events())
        .containsOnly(RecordingIntake.events(intake.refused().getFirst()).getFirst());
  }

  @Test
  void messageThatWasTakenDoesNotComeAgain() {
    emulator().create(topic, subscription);
    try (PubsubEventSource _ = started(intake)) {
      emulator().publish(topic, List.of(added("db", 7)));
      await().atMost(LONG).until(() -> intake.events().size() == 1);
    }
    RecordingIntake next = new RecordingIntake();

    try (PubsubEventSource _ = started(next)) {
      emulator().publish(topic, List.of(added("db", 8)));
      awaitWhileDeliveredAgain(next);
    }

    assertThat(next.events())
        .extracting(event -> event.version().orElseThrow().id())
        .containsOnly("8");
  }

  /** The emulator may send to a stream that has ended, and would wait for an answer from it. */
  private void awaitWhileDeliveredAgain(RecordingIntake next) {
    await()
        .atMost(LONG)
        .pollInterval(Duration.ofSeconds(3))
        .until(
            () -> {
              emulator().deliverAgain(subscription);
              return !next.events().isEmpty();
            });
  }

  @Test
  void deadlineIsExtendedWhileTheIntakeTakesItsTime() {
    emulator().create(topic, subscription);
    intake.hold();
    RecordingIntake other = new RecordingIntake();
    try (PubsubEventSource _ = started(intake)) {
      emulator().publish(topic, List.of(added("db", 7)));
      await().atMost(LONG).until(() -> intake.calls() == 1);
      try (PubsubEventSource _ = started(other)) {
        // The deadline is fifteen seconds, and ten for who does not say.
        await()
            .during(Duration.ofSeconds(20))
            .atMost(LONG)
            .until(() -> other.deliveries().isEmpty());

        intake.release();

        await().atMost(LONG).until(() -> intake.deliveries().size() == 1);
      }
    }
    assertThat(intake.calls()).isEqualTo(1);
    assertThat(other.deliveries()).isEmpty();
  }

  @Test
  void thousandMixedMessagesAreDrained() {
    emulator().create(topic, subscription);
    List<Map<String, String>> mixed = new ArrayList<>();
    for (int i = 0; i < 334; i++) {
      mixed.add(added("db-" + i, 1));
      mixed.add(Map.of("eventType", "OBJECT_FINALIZE", "objectId", "o-" + i));
      mixed.add(Map.of("eventType", "SECRET_VERSION_ADD", "secretId", "broken-" + i));
    }
    Collections.shuffle(mixed, new Random(20261123));
    try (PubsubEventSource source = started(intake)) {
      emulator().publish(topic, mixed);

      await().atMost(LONG).until(() -> intake.deliveries().size() >= mixed.size());

      List<Delivery.Content> contents =
          intake.deliveries().stream().map(Delivery::content).toList();
      assertThat(contents).filteredOn(Delivery.Decoded.class::isInstance).hasSize(334);
      assertThat(contents).filteredOn(new Delivery.Ignored("foreign")::equals).hasSize(334);
      assertThat(contents).filteredOn(Delivery.Undecodable.class::isInstance).hasSize(334);
      assertThat(intake.batches()).allSatisfy(batch -> assertThat(batch.size()).isLessThan(501));
      assertThat(source.problem()).isEmpty();
    }
  }

  @Test
  void subscriptionThatIsGoneIsNamedAndTheSourceRecoversWhenItIsMadeAgain() {
    emulator().create(topic, subscription);
    try (CapturedLog log = new CapturedLog();
        PubsubEventSource source = started(intake)) {
      emulator().publish(topic, List.of(added("db", 1)));
      await().atMost(LONG).until(() -> intake.events().size() == 1);

      emulator().deleteSubscription(subscription);

      await().atMost(LONG).until(() -> source.problem().isPresent());
      assertThat(source.problem())
          .contains(subscription + " cannot be pulled from: there is no such subscription");
      var before = source.lastPolled();
      await().atMost(LONG).until(() -> log.text().contains("messages are not received"));

      emulator().create(topic, subscription);
      emulator().publish(topic, List.of(added("db", 2)));

      await().atMost(LONG).until(() -> intake.events().size() == 2);
      await().atMost(LONG).until(() -> source.problem().isEmpty());
      assertThat(source.lastPolled().orElseThrow()).isAfter(before.orElseThrow());
    }
  }

  @Test
  void streamWithoutMessagesCountsAsAliveAfterAWhile() {
    emulator().create(topic, subscription);
    try (PubsubEventSource source = started(intake)) {
      await().atMost(LONG).until(() -> source.lastPolled().isPresent());
      assertThat(source.problem()).isEmpty();
    }
  }

  @Test
  void endpointWhereNobodyListensIsNamed() {
    int port = FreePort.find();
    try (PubsubEventSource source =
        source(URI.create("http://127.0.0.1:" + port), NoCredentialsProvider.create())) {
      source.start();

      await().atMost(LONG).until(() -> source.problem().isPresent());

      assertThat(source.problem())
          .contains(
              subscription + " cannot be pulled from: 127.0.0.1:" + port + " cannot be reached");
      assertThat(source.lastPolled()).isEmpty();
    }
  }

  @Test
  void missingCredentialsAreAProblemAndNotAnError() {
    CredentialsProvider none =
        () -> {
          throw new FileNotFoundException("canary");
        };
    try (PubsubEventSource source = source(URI.create("https://127.0.0.1:1"), none)) {
      source.start();

      await().atMost(LONG).until(() -> source.problem().isPresent());

      assertThat(source.problem().orElseThrow())
          .startsWith(
              subscription
                  + " cannot be pulled from: there are no application default credentials;");
    }
  }

  @Test
  void closingIsQuickWithMessagesInHand() {
    emulator().create(topic, subscription);
    intake.refuse(Integer.MAX_VALUE);
    PubsubEventSource source = started(intake);
    emulator().publish(topic, Collections.nCopies(700, added("db", 7)));
    await().atMost(LONG).until(() -> !intake.refused().isEmpty());

    await().atMost(Duration.ofSeconds(10)).until(() -> closed(source));

    assertThat(intake.deliveries()).isEmpty();
  }

  @Test
  void sourceThatWasNeverStartedCanBeClosed() {
    PubsubEventSource source = source(emulator().endpoint(), NoCredentialsProvider.create());

    source.close();
    source.close();

    assertThat(source.lastPolled()).isEmpty();
  }

  @Test
  void shortNameIsNoSubscription() {
    assertThatThrownBy(
            () ->
                new PubsubEventSource(
                    "secrets",
                    Optional.empty(),
                    NoCredentialsProvider.create(),
                    intake,
                    Clock.systemUTC()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a subscription is named projects/<project>/subscriptions/<name>");
  }

  private static boolean closed(PubsubEventSource source) {
    source.close();
    return true;
  }

  private static PubsubEmulator emulator() {
    return PubsubEmulator.shared();
  }

  private PubsubEventSource started(RecordingIntake receiver) {
    PubsubEventSource source =
        source(emulator().endpoint(), NoCredentialsProvider.create(), receiver);
    source.start();
    return source;
  }

  private PubsubEventSource source(URI endpoint, CredentialsProvider credentials) {
    return source(endpoint, credentials, intake);
  }

  private PubsubEventSource source(
      URI endpoint, CredentialsProvider credentials, RecordingIntake receiver) {
    return new PubsubEventSource(
        subscription,
        Optional.of(GoogleEndpoint.of(endpoint)),
        credentials,
        receiver,
        Clock.systemUTC());
  }

  private static Map<String, String> added(String secret, int version) {
    String name = "projects/123/secrets/" + secret;
    return Map.of(
        "eventType",
        "SECRET_VERSION_ADD",
        "dataFormat",
        "JSON_API_V1",
        "secretId",
        name,
        "versionId",
        name + "/versions/" + version,
        "timestamp",
        "2026-11-23T10:00:00Z");
  }
}
