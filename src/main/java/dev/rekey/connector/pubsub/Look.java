package dev.rekey.connector.pubsub;

import com.google.protobuf.util.Timestamps;
import com.google.pubsub.v1.ModifyAckDeadlineRequest;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.SubscriberGrpc.SubscriberBlockingStub;
import com.google.pubsub.v1.Subscription;
import dev.rekey.connector.StreamConnector.Message;
import dev.rekey.connector.StreamConnector.Messages;
import dev.rekey.connector.StreamConnector.NotRead;
import dev.rekey.connector.StreamConnector.Preview;
import dev.rekey.connector.TestResult.Unsupported;
import dev.rekey.secret.Secret;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A look at the messages of a subscription. To be seen they have to be pulled; each goes back at
 * once, and none is acknowledged.
 */
final class Look {
  private static final Duration LONGEST = Duration.ofSeconds(3);
  private static final Duration TO_GIVE_BACK = Duration.ofSeconds(5);

  private final SubscriberBlockingStub subscriber;
  private final Subscription subscription;

  Look(SubscriberBlockingStub subscriber, Subscription subscription) {
    this.subscriber = subscriber;
    this.subscription = subscription;
  }

  Preview messages(int limit, Duration deadline) {
    if (subscription.hasDeadLetterPolicy()) {
      return new NotRead(
          new Unsupported(
              "a look counts as a delivery, and the subscription gives up on messages that were"
                  + " delivered too often"));
    }
    if (subscription.getPushConfig().getPushEndpoint().isEmpty()
        && !subscription.hasBigqueryConfig()
        && !subscription.hasCloudStorageConfig()) {
      return new Messages(pull(limit, deadline.compareTo(LONGEST) < 0 ? deadline : LONGEST));
    }
    return new NotRead(new Unsupported("the messages of this subscription are sent elsewhere"));
  }

  private List<Message> pull(int limit, Duration time) {
    List<ReceivedMessage> received;
    try {
      received =
          subscriber
              .withDeadlineAfter(time)
              .pull(
                  PullRequest.newBuilder()
                      .setSubscription(subscription.getName())
                      .setMaxMessages(limit)
                      .build())
              .getReceivedMessagesList();
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED) {
        return List.of();
      }
      throw e;
    }
    giveBack(received);
    return received.stream()
        .map(ReceivedMessage::getMessage)
        .map(this::message)
        .sorted(Comparator.comparing(Message::at))
        .toList();
  }

  private void giveBack(List<ReceivedMessage> received) {
    if (!received.isEmpty()) {
      var _ =
          subscriber
              .withDeadlineAfter(TO_GIVE_BACK)
              .modifyAckDeadline(
                  ModifyAckDeadlineRequest.newBuilder()
                      .setSubscription(subscription.getName())
                      .addAllAckIds(received.stream().map(ReceivedMessage::getAckId).toList())
                      .setAckDeadlineSeconds(0)
                      .build());
    }
  }

  private Message message(PubsubMessage one) {
    return new Message(
        Secret.of(one.getData().toByteArray()),
        Optional.of(one.getOrderingKey()).filter(key -> !key.isEmpty()).map(Secret::of),
        subscription.getName(),
        "",
        one.getMessageId(),
        Instant.ofEpochMilli(Timestamps.toMillis(one.getPublishTime())));
  }
}
