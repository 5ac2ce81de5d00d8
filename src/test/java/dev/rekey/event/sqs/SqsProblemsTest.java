package dev.rekey.event.sqs;

import static dev.rekey.event.sqs.SqsFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekey.event.RotationEvent;
import dev.rekey.testing.AwsError;
import dev.rekey.testing.CapturedLog;
import dev.rekey.testing.FreePort;
import dev.rekey.testing.ManualClock;
import dev.rekey.testing.RecordingIntake;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person is told when a queue cannot be served, and that it goes on when that is mended. */
class SqsProblemsTest {
  private static final int LONG = 60;

  private final SqsFixture aws = SqsFixture.standard();
  private final RecordingIntake intake = new RecordingIntake();

  @AfterEach
  void stop() throws Exception {
    intake.reset();
    aws.close();
  }

  @Test
  void aQueueThatIsGoneIsNamedUntilItIsBack() {
    SqsEventSource source = start(settings(2, 1, LONG));
    await().until(() -> source.lastPolled().isPresent());
    aws.queue().delete();
    awaitProblem(source, aws.queue().url() + ": it is not known to SQS in eu-west-1");
    aws.queue().recreate();
    aws.queue().send(SqsFixture.news("e-1"));

    await().atMost(Duration.ofSeconds(30)).until(() -> aws.queue().size() == 0);

    assertThat(intake.events()).extracting(RotationEvent::id).containsExactly("e-1");
    assertThat(source.problem()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "400, AccessDeniedException, allow sqs:ReceiveMessage on it",
    "400, KMS.AccessDeniedException, allow kms:Decrypt on that key",
    "400, KmsDisabled, its KMS key is disabled",
    "403, ExpiredToken, the AWS credentials have expired",
    "403, InvalidClientTokenId, the AWS credentials are not accepted",
    "400, RequestThrottled, asks to slow down",
    "500, InternalFailure, failed",
  })
  void aRefusalIsToldInOneLineUntilItIsMended(int status, String code, String reason) {
    aws.gateway().failing("ReceiveMessage", AwsError.of(status, code));
    SqsEventSource source = start(settings(1, 1, LONG));
    awaitProblem(source, reason);
    assertThat(source.problem().orElseThrow())
        .startsWith(aws.queue().url())
        .hasLineCount(1)
        .doesNotContain(AwsError.CANARY);
    assertThat(source.lastPolled()).isEmpty();

    aws.gateway().mend();

    await().until(() -> source.problem().isEmpty() && source.lastPolled().isPresent());
  }

  @Test
  void aQueueThatCannotBeReachedIsAProblem() {
    SqsEventSource source =
        aws.source(intake, settings(1, 1, LONG), URI.create("http://127.0.0.1:" + FreePort.find()));
    source.start();

    awaitProblem(source, "cannot be reached");
  }

  @Test
  void theLogTellsOfAProblemOnce() {
    try (CapturedLog log = new CapturedLog()) {
      aws.gateway().failing("ReceiveMessage", AwsError.of(400, "AccessDeniedException"));
      SqsEventSource source = start(settings(2, 1, LONG));

      await().until(() -> aws.gateway().count("ReceiveMessage") >= 6);

      assertThat(source.problem()).isPresent();
      assertThat(log.text())
          .containsOnlyOnce("WARN: queue is not served as it should be queue=" + source.place());
    }
  }

  @Test
  void whatMayNotBeDeletedComesAgainAndIsAProblem() {
    aws.queue().send(SqsFixture.news("e-1"));
    aws.gateway().failing("DeleteMessageBatch", AwsError.of(400, "AccessDeniedException"));
    SqsEventSource source = start(settings(1, 1, 1));
    await().until(() -> intake.events().size() >= 2);
    assertThat(source.problem()).contains(aws.queue().url() + ": allow sqs:DeleteMessage on it");

    aws.gateway().mend();

    await().atMost(Duration.ofSeconds(30)).until(() -> aws.queue().size() == 0);
    await().until(() -> source.problem().isEmpty());
  }

  @Test
  void aMessageOfABatchThatWasNotDeletedIsTriedAgain() {
    aws.queue().send(SqsFixture.news("e-1"));
    aws.gateway()
        .answering(
            "DeleteMessageBatch",
            """
            {"Successful":[],
             "Failed":[{"Id":"0","SenderFault":false,"Code":"InternalError","Message":"no"}]}""");
    start(settings(1, 1, LONG));
    await().until(() -> aws.gateway().count("DeleteMessageBatch") >= 2);

    aws.gateway().mend();

    await().atMost(Duration.ofSeconds(30)).until(() -> aws.queue().size() == 0);
    assertThat(intake.events()).hasSize(1);
  }

  @Test
  void anExtensionThatIsRefusedCostsARepetitionAlone() {
    try (CapturedLog log = new CapturedLog()) {
      aws.queue().send(SqsFixture.news("e-1"));
      aws.gateway()
          .failing("ChangeMessageVisibilityBatch", AwsError.of(400, "AccessDeniedException"));
      intake.hold();
      SqsEventSource source = start(settings(2, 1, 1));

      await().until(() -> intake.calls() == 2);

      assertThat(source.problem()).isEmpty();
      assertThat(log.text()).contains("allow sqs:ChangeMessageVisibility on it");
    }
  }

  @Test
  void aDeletionThatFailedLongAgoIsNoProblemAnyMore() {
    ManualClock clock = new ManualClock(SqsFixture.NOW);
    SqsProblems problems =
        new SqsProblems(new SqsQueue(aws.queue().url(), "eu-west-1"), clock, Duration.ofMinutes(3));
    problems.failed(SqsAction.DELETE, "not deleted");
    clock.advance(Duration.ofMinutes(3).minusNanos(1));
    assertThat(problems.current()).contains("not deleted");

    clock.advance(Duration.ofNanos(1));

    assertThat(problems.current()).isEmpty();
  }

  private SqsEventSource start(SqsSettings settings) {
    SqsEventSource source = aws.source(intake, settings);
    source.start();
    return source;
  }

  private static void awaitProblem(SqsEventSource source, String part) {
    await().untilAsserted(() -> assertThat(source.problem().orElse("none")).contains(part));
  }
}
