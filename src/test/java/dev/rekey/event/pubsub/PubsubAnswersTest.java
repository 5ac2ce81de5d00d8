package dev.rekey.event.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.pubsub.v1.PubsubMessage;
import dev.rekey.google.GoogleEndpoint;
import dev.rekey.testing.RecordingIntake;
import io.grpc.Status;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the source answers to Pub/Sub, and what it makes of Pub/Sub's answers. */
class PubsubAnswersTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String SUBSCRIPTION = "projects/orders/subscriptions/rekey";

  private final StubPubsub pubsub = new StubPubsub();
  private final RecordingIntake intake = new RecordingIntake();
  private final PubsubEventSource source =
      new PubsubEventSource(
          SUBSCRIPTION,
          Optional.of(GoogleEndpoint.of(pubsub.endpoint())),
          NoCredentialsProvider.create(),
          intake,
          Clock.systemUTC());

  @AfterEach
  void stop() {
    intake.release();
    source.close();
    pubsub.close();
  }

  @Test
  void messageIsAcknowledgedWhenTheIntakeHasItAndNotBefore() {
    pubsub.offer("ack-1", PubsubMessage.newBuilder().setMessageId("1").build());
    intake.hold();
    source.start();
    await().atMost(LONG).until(() -> intake.calls() == 1);
    // Google's client tells of acknowledgements ten times a second.
    await().during(Duration.ofSeconds(1)).until(() -> pubsub.acknowledged().isEmpty());

    intake.release();

    await().atMost(LONG).until(() -> !pubsub.acknowledged().isEmpty());
    assertThat(pubsub.acknowledged()).containsExactly("ack-1");
    assertThat(pubsub.givenBack()).isEmpty();
  }

  @Test
  void messageIsOfferedUntilTheIntakeHasIt() {
    pubsub.offer("ack-1", PubsubMessage.newBuilder().setMessageId("1").build());
    intake.refuse(2);
    source.start();

    await().atMost(LONG).until(() -> !pubsub.acknowledged().isEmpty());

    assertThat(intake.calls()).isEqualTo(3);
    assertThat(intake.deliveries()).hasSize(1);
  }

  @Test
  void closingGivesBackWhatTheIntakeDoesNotHave() {
    pubsub.offer("ack-1", PubsubMessage.newBuilder().setMessageId("1").build());
    intake.refuse(Integer.MAX_VALUE);
    source.start();
    await().atMost(LONG).until(() -> !intake.refused().isEmpty());

    source.close();

    // It is on its way when the source is closed.
    await().atMost(LONG).until(() -> !pubsub.givenBack().isEmpty());
    assertThat(pubsub.givenBack()).containsExactly("ack-1");
    assertThat(pubsub.acknowledged()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PERMISSION_DENIED|it needs pubsub.subscriptions.consume on the subscription (role roles/pubsub.subscriber), or there is no such project",
        "UNAUTHENTICATED|the credentials are expired, revoked or not accepted: set GOOGLE_APPLICATION_CREDENTIALS, or run with a service account attached",
        "NOT_FOUND|there is no such subscription",
        "FAILED_PRECONDITION|it is not one to pull from, or it is detached",
        "RESOURCE_EXHAUSTED|ENDPOINT asks to slow down, a quota is used up",
        "UNAVAILABLE|ENDPOINT cannot be reached",
        "INTERNAL|ENDPOINT failed with INTERNAL"
      })
  void problemIsNamedUntilItIsMended(Status.Code code, String why) {
    pubsub.refuse(code.toStatus().withDescription("canary"));
    source.start();

    await().atMost(LONG).until(() -> source.problem().isPresent());
    assertThat(source.problem())
        .contains(
            SUBSCRIPTION
                + " cannot be pulled from: "
                + why.replace("ENDPOINT", pubsub.endpoint().getAuthority()));
    assertThat(source.lastPolled()).isEmpty();

    pubsub.refuse(Status.OK);

    await().atMost(LONG).until(() -> source.problem().isEmpty());
    assertThat(source.lastPolled()).isPresent();
  }
}
