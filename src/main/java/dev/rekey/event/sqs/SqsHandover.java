package dev.rekey.event.sqs;

import dev.rekey.event.Attributes;
import dev.rekey.event.Backoff;
import dev.rekey.event.Delivery;
import dev.rekey.event.EventDecoder;
import dev.rekey.event.Handover;
import dev.rekey.event.TraceParent;
import dev.rekey.event.TracedNews;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** What becomes of messages between their receipt and their deletion. Thread-safe; blocks. */
final class SqsHandover {
  private static final Logger LOGGER = Logger.getLogger(SqsHandover.class);
  private static final int DELETIONS = 3;
  private static final int EXTENSIONS = 3;

  private final SqsQueue queue;
  private final Duration extension;
  private final SqsCalls calls;
  private final Handover handover;
  private final EventDecoder decoder = new TracedNews(new AwsEventDecoder());
  private final Executor extensions;
  private final CountDownLatch closed;

  /**
   * @param extensions runs one task for every batch while that is handed over
   * @param closed ends it: what has not been taken by then is not deleted, and comes again
   */
  SqsHandover(
      SqsQueue queue,
      SqsSettings settings,
      SqsCalls calls,
      Handover handover,
      Executor extensions,
      CountDownLatch closed) {
    this.queue = queue;
    this.extension = settings.visibility().dividedBy(EXTENSIONS);
    this.calls = calls;
    this.handover = handover;
    this.extensions = extensions;
    this.closed = closed;
  }

  /** Hands messages over, keeps them away from others meanwhile, and then deletes them. */
  void handOver(List<Message> messages) throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    extensions.execute(() -> keepAway(messages, done));
    boolean taken;
    try {
      taken = handover.insist(messages.stream().map(this::delivery).toList(), closed);
    } finally {
      done.countDown();
    }
    if (taken) {
      delete(messages);
    }
  }

  private Delivery delivery(Message message) {
    return new Delivery(
        SqsEventSource.NAME,
        queue.name() + "/" + message.messageId(),
        decoder.decode(attributes(message), message.body().getBytes(StandardCharsets.UTF_8)));
  }

  private static Attributes attributes(Message message) {
    MessageAttributeValue trace = message.messageAttributes().get(TraceParent.NAME);
    return trace == null || trace.stringValue() == null
        ? Attributes.NONE
        : Attributes.of(
            Map.of(TraceParent.NAME, trace.stringValue().getBytes(StandardCharsets.UTF_8)));
  }

  private void keepAway(List<Message> messages, CountDownLatch done) {
    try {
      while (!done.await(extension.toMillis(), TimeUnit.MILLISECONDS) && closed.getCount() > 0) {
        calls.extend(messages);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** What could not be deleted comes again, and is known then. */
  private void delete(List<Message> messages) throws InterruptedException {
    Backoff backoff = new Backoff();
    List<Message> left = calls.delete(messages);
    for (int i = 1; i < DELETIONS && !left.isEmpty(); i++) {
      boolean _ = closed.await(backoff.failed().toMillis(), TimeUnit.MILLISECONDS);
      left = calls.delete(left);
    }
    if (!left.isEmpty()) {
      LOGGER.warnf(
          "events were not deleted and will come again source=%s queue=%s count=%d",
          SqsEventSource.NAME, queue.name(), left.size());
    }
  }
}
