package dev.rekey.event.sqs;

import dev.rekey.aws.AwsAccess;
import dev.rekey.aws.AwsCall;
import dev.rekey.event.TraceParent;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * The calls to one queue, each tried once; what fails is told to {@link SqsProblems}. Thread-safe;
 * blocks.
 */
final class SqsCalls implements AutoCloseable {
  private static final int BATCH = 10;

  private final SqsQueue queue;
  private final SqsSettings settings;
  private final AwsAccess access;
  private final SqsProblems problems;
  private final SqsClient client;

  SqsCalls(SqsQueue queue, SqsSettings settings, AwsAccess access, SqsProblems problems) {
    this.queue = queue;
    this.settings = settings;
    this.access = access;
    this.problems = problems;
    this.client = access.client(SqsClient.builder(), queue.region());
  }

  /**
   * Waits for messages; there may be none in the end. Empty when it failed. An interrupt breaks it
   * off, and stays set.
   */
  Optional<List<Message>> receive() {
    return call(
        SqsAction.RECEIVE,
        () ->
            client
                .receiveMessage(
                    request ->
                        request
                            .queueUrl(queue.url())
                            .maxNumberOfMessages(BATCH)
                            .messageAttributeNames(TraceParent.NAME)
                            .waitTimeSeconds((int) settings.longPoll().toSeconds())
                            .visibilityTimeout((int) settings.visibility().toSeconds()))
                .messages());
  }

  /** Deletes messages of one batch; returns those that are still there. */
  List<Message> delete(List<Message> messages) {
    List<DeleteMessageBatchRequestEntry> entries =
        IntStream.range(0, messages.size())
            .mapToObj(
                i ->
                    DeleteMessageBatchRequestEntry.builder()
                        .id(Integer.toString(i))
                        .receiptHandle(messages.get(i).receiptHandle())
                        .build())
            .toList();
    return call(
            SqsAction.DELETE,
            () ->
                client
                    .deleteMessageBatch(request -> request.queueUrl(queue.url()).entries(entries))
                    .failed())
        .map(
            failed ->
                failed.stream()
                    .map(BatchResultErrorEntry::id)
                    .map(id -> messages.get(Integer.parseInt(id)))
                    .toList())
        .orElse(messages);
  }

  /**
   * Keeps messages of one batch away from other receivers for as long as if they had come now. One
   * for which that fails comes again, which changes nothing.
   */
  void extend(List<Message> messages) {
    int seconds = (int) settings.visibility().toSeconds();
    List<ChangeMessageVisibilityBatchRequestEntry> entries =
        IntStream.range(0, messages.size())
            .mapToObj(
                i ->
                    ChangeMessageVisibilityBatchRequestEntry.builder()
                        .id(Integer.toString(i))
                        .receiptHandle(messages.get(i).receiptHandle())
                        .visibilityTimeout(seconds)
                        .build())
            .toList();
    var _ =
        call(
            SqsAction.EXTEND,
            () ->
                client.changeMessageVisibilityBatch(
                    request -> request.queueUrl(queue.url()).entries(entries)));
  }

  private <T> Optional<T> call(SqsAction action, Supplier<T> call) {
    try {
      T answer = call.get();
      problems.succeeded(action);
      return Optional.of(answer);
    } catch (RuntimeException e) {
      // Whatever it is, the next call may go well.
      SdkException failure = e instanceof SdkException own ? own : SdkClientException.create("", e);
      String reason =
          access
              .fault(
                  new AwsCall(queue.url(), "SQS", queue.region(), action.permission(), false),
                  failure)
              .reason();
      if (!Thread.currentThread().isInterrupted()) {
        problems.failed(action, reason);
      }
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
