package dev.rekey.testing;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** A queue as those who fill it see it. */
public final class SqsQueue implements AutoCloseable {
  private static final int BATCH = 10;

  private final SqsClient client;
  private final String name;
  private final Map<QueueAttributeName, String> attributes;
  private final String url;

  private SqsQueue(SqsClient client, String name, Map<QueueAttributeName, String> attributes) {
    this.client = client;
    this.name = name;
    this.attributes = Map.copyOf(attributes);
    this.url = make();
  }

  /** Makes a queue. */
  public static SqsQueue create(
      URI endpoint, String region, String name, Map<QueueAttributeName, String> attributes) {
    return new SqsQueue(AwsOwner.client(SqsClient.builder(), endpoint, region), name, attributes);
  }

  private String make() {
    return client.createQueue(request -> request.queueName(name).attributes(attributes)).queueUrl();
  }

  public String url() {
    return url;
  }

  /** Sends one message. */
  public void send(String body) {
    client.sendMessage(request -> request.queueUrl(url).messageBody(body));
  }

  /** Sends one message of a group to a FIFO queue that tells copies by their content. */
  public void send(String group, String body) {
    client.sendMessage(request -> request.queueUrl(url).messageBody(body).messageGroupId(group));
  }

  /** Sends many, in batches. */
  public void sendAll(List<String> bodies) {
    for (int from = 0; from < bodies.size(); from += BATCH) {
      List<SendMessageBatchRequestEntry> batch = new ArrayList<>();
      for (String body : bodies.subList(from, Math.min(from + BATCH, bodies.size()))) {
        batch.add(
            SendMessageBatchRequestEntry.builder()
                .id("m" + batch.size())
                .messageBody(body)
                .build());
      }
      client.sendMessageBatch(request -> request.queueUrl(url).entries(batch));
    }
  }

  /** How many messages it holds, those that a receiver has in hand among them. */
  public int size() {
    Map<QueueAttributeName, String> held =
        client
            .getQueueAttributes(
                request ->
                    request
                        .queueUrl(url)
                        .attributeNames(
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
            .attributes();
    return held.values().stream().mapToInt(Integer::parseInt).sum();
  }

  /** Takes the queue away. */
  public void delete() {
    client.deleteQueue(request -> request.queueUrl(url));
  }

  /** Makes it again under the same address. */
  public void recreate() {
    make();
  }

  @Override
  public void close() {
    client.close();
  }
}
