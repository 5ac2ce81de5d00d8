package dev.rekey.app.config;

import dev.rekey.event.pubsub.PubsubEventSource;
import dev.rekey.event.pubsub.PushToken;
import dev.rekey.event.sqs.SqsQueue;
import dev.rekey.google.GoogleEndpoint;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the configuration says of AWS and Google, once it was found to be valid.
 *
 * @param queues of SQS
 * @param subscriptions of Pub/Sub, by their whole names
 * @param secretManager in the place of Google's own
 * @param pubsub in the place of Google's own
 * @param push where the endpoint of push subscriptions is asked for
 */
public record CloudSettings(
    List<SqsQueue> queues,
    List<String> subscriptions,
    Optional<GoogleEndpoint> secretManager,
    Optional<GoogleEndpoint> pubsub,
    Optional<Push> push) {
  private static final String PUBSUB = "rekey.events.pubsub.";

  /**
   * Whose messages may be pushed.
   *
   * @param keys where the keys of the tokens are
   */
  public record Push(String audience, String serviceAccount, URI keys) {}

  static CloudSettings of(RekeyConfig config) {
    RekeyConfig.Events.Pubsub pubsub = config.events().pubsub();
    return new CloudSettings(
        queues(config.events().sqs()),
        subscriptions(pubsub),
        endpoint("rekey.secret-stores.google.endpoint", config.secretStores().google().endpoint()),
        endpoint(PUBSUB + "endpoint", pubsub.endpoint()),
        push(pubsub.push()));
  }

  private static List<SqsQueue> queues(RekeyConfig.Events.Sqs sqs) {
    List<SqsQueue> queues = new ArrayList<>();
    for (int i = 0; i < sqs.queues().size(); i++) {
      RekeyConfig.Events.Sqs.Queue queue = sqs.queues().get(i);
      try {
        queues.add(
            queue
                .region()
                .map(region -> new SqsQueue(queue.url(), region))
                .orElseGet(() -> SqsQueue.of(queue.url())));
      } catch (IllegalArgumentException e) {
        throw new InvalidConfigException("rekey.events.sqs.queues[" + i + "]", e.getMessage(), e);
      }
    }
    return queues;
  }

  private static List<String> subscriptions(RekeyConfig.Events.Pubsub pubsub) {
    List<String> subscriptions = pubsub.subscriptions().orElse(List.of());
    try {
      subscriptions.forEach(PubsubEventSource::checkSubscription);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException(PUBSUB + "subscriptions", e.getMessage(), e);
    }
    return subscriptions;
  }

  static Optional<GoogleEndpoint> endpoint(String key, Optional<URI> endpoint) {
    try {
      return endpoint.map(GoogleEndpoint::of);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException(key, e.getMessage(), e);
    }
  }

  private static Optional<Push> push(RekeyConfig.Events.Pubsub.Push push) {
    return push.enabled()
        ? Optional.of(
            new Push(
                required("audience", push.audience()),
                required("service-account", push.serviceAccount()),
                push.keys().orElse(PushToken.GOOGLE_KEYS)))
        : Optional.empty();
  }

  private static String required(String name, Optional<String> value) {
    return value.orElseThrow(
        () ->
            new InvalidConfigException(
                PUBSUB + "push." + name, "is missing: a push endpoint needs it"));
  }
}
