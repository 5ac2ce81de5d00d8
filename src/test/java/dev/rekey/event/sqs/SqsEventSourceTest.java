package dev.rekey.event.sqs;

import static dev.rekey.event.sqs.SqsFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rekey.event.Delivery;
import dev.rekey.event.RotationEvent;
import dev.rekey.testing.RecordingIntake;
import dev.rekey.testing.ThreadNames;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SqsEventSourceTest {
  private static final int LONG = 60;

  private final RecordingIntake intake = new RecordingIntake();
  private SqsFixture aws = SqsFixture.standard();

  @AfterEach
  void stop() throws Exception {
    intake.reset();
    aws.close();
  }

  @Test
  void whatIsSentReachesTheIntakeAndIsDeleted() {
    aws.queue().send(SqsFixture.news("e-1"));
    SqsEventSource source = start(settings(1, 1, LONG));

    awaitEmptyQueue();

    assertThat(intake.events()).extracting(RotationEvent::id).containsExactly("e-1");
    assertThat(intake.deliveries()).extracting(Delivery::source).containsOnly("sqs");
    assertThat(intake.deliveries().getFirst().position()).startsWith(source.place() + "/");
    assertThat(source.lastPolled()).contains(SqsFixture.NOW);
    assertThat(source.problem()).isEmpty();
  }

  @Test
  void whatComesThroughATopicIsUnwrapped() {
    String notification =
        JsonNodeFactory.instance
            .objectNode()
            .put("Type", "Notification")
            .put("Message", SqsFixture.news("e-1"))
            .toString();
    aws.queue().send(notification);
    start(settings(1, 1, LONG));

    awaitEmptyQueue();

    assertThat(intake.events()).extracting(RotationEvent::id).containsExactly("e-1");
  }

  @Test
  void nothingIsDeletedBeforeTheIntakeHasIt() {
    aws.queue().send(SqsFixture.news("e-1"));
    intake.hold();
    start(settings(2, 1, LONG));
    await().until(() -> intake.calls() == 1);
    int polls = aws.gateway().count("ReceiveMessage");
    await().until(() -> aws.gateway().count("ReceiveMessage") > polls + 1);

    assertThat(aws.gateway().count("DeleteMessageBatch")).isZero();
    assertThat(aws.queue().size()).isEqualTo(1);

    intake.release();
    awaitEmptyQueue();
  }

  @Test
  void whatTheIntakeRefusesIsOfferedAgainUntilItIsTaken() {
    aws.queue().send(SqsFixture.news("e-1"));
    intake.refuse(2);
    start(settings(1, 1, LONG));

    awaitEmptyQueue();

    assertThat(intake.refused()).hasSize(2).containsOnly(intake.batches().getFirst());
    assertThat(intake.batches()).hasSize(1);
  }

  @Test
  void aMessageInHandIsKeptFromOtherReceivers() {
    aws.queue().send(SqsFixture.news("e-1"));
    intake.hold();
    start(settings(2, 1, 2));

    // Three of them are two seconds, after which the message would be seen again.
    await().until(() -> aws.gateway().count("ChangeMessageVisibilityBatch") >= 7);

    assertThat(intake.calls()).isEqualTo(1);
    intake.release();
    awaitEmptyQueue();
    assertThat(intake.events()).hasSize(1);
  }

  @Test
  void whatIsInHandWhenItIsClosedComesToTheNext() {
    aws.queue().send(SqsFixture.news("e-1"));
    RecordingIntake away = new RecordingIntake();
    away.refuse(Integer.MAX_VALUE);
    SqsEventSource first = aws.source(away, settings(1, 1, 2));
    first.start();
    await().until(() -> !away.refused().isEmpty());
    first.close();
    assertThat(aws.queue().size()).isEqualTo(1);
    start(settings(1, 1, LONG));

    awaitEmptyQueue();

    assertThat(away.batches()).isEmpty();
    assertThat(intake.events()).extracting(RotationEvent::id).containsExactly("e-1");
  }

  /** By one receiver: moto gives a group to two that ask at once, which SQS never does. */
  @Test
  void groupsOfAFifoQueueKeepTheirOrder() throws Exception {
    aws.close();
    aws = SqsFixture.fifo();
    List<String> groups = List.of("a", "b", "c");
    IntStream.range(0, 25)
        .boxed()
        .flatMap(i -> groups.stream().map(group -> List.of(group, group + "-" + i)))
        .forEach(sent -> aws.queue().send(sent.getFirst(), SqsFixture.news(sent.getLast())));
    start(settings(1, 1, LONG));

    awaitEmptyQueue();

    for (String group : groups) {
      assertThat(intake.events())
          .extracting(RotationEvent::id)
          .filteredOn(id -> id.startsWith(group))
          .containsExactlyElementsOf(
              IntStream.range(0, 25).mapToObj(i -> group + "-" + i).toList());
    }
  }

  /**
   * In portions, because the time that moto takes for a message grows with the queue. When two
   * receivers delete at once it may forget one of the deletions, and then gives the message again.
   */
  @Test
  void aMixedQueueIsDrainedInBatches() {
    int portions = 12;
    int each = 28;
    start(settings(4, 1, 5));

    for (int portion = 0; portion < portions; portion++) {
      aws.queue().sendAll(mixed(portion * each, each));
      awaitEmptyQueue();
    }

    int wanted = portions * each;
    assertThat(intake.events().stream().map(RotationEvent::id).distinct())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, wanted).mapToObj(i -> "e-" + i).toList());
    assertThat(positions(Delivery.Ignored.class)).hasSize(wanted);
    assertThat(positions(Delivery.Undecodable.class)).hasSize(wanted);
    assertThat(intake.batches()).allSatisfy(batch -> assertThat(batch).hasSizeLessThan(11));
  }

  private static List<String> mixed(int first, int each) {
    return IntStream.range(first, first + each)
        .mapToObj(i -> List.of(SqsFixture.news("e-" + i), SqsFixture.foreign(), "{broken"))
        .flatMap(List::stream)
        .toList();
  }

  @Test
  void closingEndsALongPoll() {
    SqsEventSource source = start(settings(3, 20, LONG));
    await().until(() -> aws.gateway().count("ReceiveMessage") == 3);
    Thread closing = Thread.ofVirtual().start(source::close);

    await().atMost(Duration.ofSeconds(8)).until(() -> !closing.isAlive());

    assertThat(ThreadNames.all()).noneMatch(name -> name.startsWith("sqs-event-source"));
    assertThat(source.problem()).isEmpty();
  }

  @Test
  void closingWaitsForTheHandOverUnderWay() {
    aws.queue().send(SqsFixture.news("e-1"));
    intake.hold();
    SqsEventSource source = start(settings(2, 20, LONG));
    await().until(() -> intake.calls() == 1);
    Thread closing = Thread.ofVirtual().start(source::close);
    await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
    assertThat(intake.deliveries()).isEmpty();
    intake.release();

    await().until(() -> !closing.isAlive());

    assertThat(intake.events()).hasSize(1);
    assertThat(aws.queue().size()).isZero();
  }

  @Test
  void closingTwiceOrBeforeTheStartIsHarmless() {
    SqsEventSource source = aws.source(intake, SqsSettings.DEFAULT);

    source.close();
    source.close();

    assertThat(source.lastPolled()).isEmpty();
  }

  @Test
  void theIntervalLeavesRoomForTheLongPoll() {
    SqsEventSource source = aws.source(intake, SqsSettings.DEFAULT);

    assertThat(source.pollInterval()).isGreaterThan(Duration.ofSeconds(20));
    assertThat(source.name()).isEqualTo("sqs");
    assertThat(aws.queue().url()).endsWith("/" + source.place());
  }

  private SqsEventSource start(SqsSettings settings) {
    SqsEventSource source = aws.source(intake, settings);
    source.start();
    return source;
  }

  private void awaitEmptyQueue() {
    await().atMost(Duration.ofSeconds(30)).until(() -> aws.queue().size() == 0);
  }

  private Set<String> positions(Class<? extends Delivery.Content> content) {
    return intake.deliveries().stream()
        .filter(delivery -> content.isInstance(delivery.content()))
        .map(Delivery::position)
        .collect(Collectors.toSet());
  }
}
