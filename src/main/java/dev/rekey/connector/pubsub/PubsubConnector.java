package dev.rekey.connector.pubsub;

import com.google.pubsub.v1.GetSubscriptionRequest;
import com.google.pubsub.v1.SubscriberGrpc;
import com.google.pubsub.v1.SubscriberGrpc.SubscriberBlockingStub;
import com.google.pubsub.v1.Subscription;
import dev.rekey.connector.StreamConnector;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.support.BoundedCall;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.NetworkFaults;
import dev.rekey.connector.support.google.GoogleAmbient;
import dev.rekey.connector.support.google.GoogleChannel;
import dev.rekey.connector.support.google.GoogleErrors;
import dev.rekey.connector.support.google.GooglePlace;
import dev.rekey.connector.support.google.GoogleTokens;
import dev.rekey.connector.support.google.GoogleTokens.NotGiven;
import dev.rekey.connector.support.google.GoogleTokens.Token;
import dev.rekey.google.GoogleEndpoint;
import dev.rekey.secret.Secret;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Gets the subscription of Pub/Sub that a config names, with the credentials of the worker; looks
 * at messages and gives them back at once. Thread-safe.
 */
public final class PubsubConnector implements StreamConnector {
  /** What Pub/Sub says of the topic of a subscription that has none any more. */
  private static final String DELETED_TOPIC = "_deleted-topic_";

  private final Egress egress;
  private final GoogleAmbient ambient;
  private final GooglePlace place;

  /**
   * @param endpoint in the place of Google's own
   */
  public PubsubConnector(Egress egress, GoogleAmbient ambient, Optional<GoogleEndpoint> endpoint) {
    this.egress = egress;
    this.ambient = ambient;
    this.place =
        GooglePlace.of(
            endpoint.orElse(GoogleEndpoint.host("pubsub.googleapis.com")), PubsubSpec.PROJECT);
  }

  @Override
  public TestResult test(Map<String, Secret> config, Duration deadline) {
    try {
      var spec = PubsubSpec.of(config);
      return BoundedCall.run(
          deadline,
          () -> call(spec, deadline, (_, subscription) -> outcome(subscription), failed -> failed));
    } catch (InvalidConfigException e) {
      return e.outcome();
    }
  }

  @Override
  public Preview preview(Map<String, Secret> config, int limit, Duration deadline) {
    try {
      var spec = PubsubSpec.of(config);
      var read = new AtomicReference<Preview>();
      TestResult outcome =
          BoundedCall.run(
              deadline,
              () -> {
                read.set(
                    call(
                        spec,
                        deadline,
                        (subscriber, subscription) ->
                            new Look(subscriber, subscription).messages(limit, deadline),
                        NotRead::new));
                return new Passed("read");
              });
      return outcome instanceof Passed ? read.get() : new NotRead(outcome);
    } catch (InvalidConfigException e) {
      return new NotRead(e.outcome());
    }
  }

  private TestResult outcome(Subscription subscription) {
    return subscription.getTopic().equals(DELETED_TOPIC)
        ? new Misconfigured(
            PubsubSpec.SUBSCRIPTION,
            PubsubSpec.SUBSCRIPTION + ": the topic of the subscription was deleted")
        : new Passed(place.at() + " accepted the credentials and knows the subscription");
  }

  private <R> R call(
      PubsubSpec spec,
      Duration deadline,
      BiFunction<SubscriberBlockingStub, Subscription, R> call,
      Function<TestResult, R> failed) {
    Optional<Secret> token = Optional.empty();
    if (!place.plaintext()) {
      switch (new GoogleTokens(ambient).token(Optional.empty(), PubsubSpec.PROJECT)) {
        case Token(Secret given) -> token = Optional.of(given);
        case NotGiven(TestResult outcome) -> {
          return failed.apply(outcome);
        }
      }
    }
    try (var channel = new GoogleChannel(egress, place.at(), place.plaintext(), token)) {
      SubscriberBlockingStub subscriber = SubscriberGrpc.newBlockingStub(channel.calls());
      Subscription subscription =
          subscriber
              .withDeadlineAfter(deadline.plusSeconds(1))
              .getSubscription(
                  GetSubscriptionRequest.newBuilder().setSubscription(spec.name()).build());
      return call.apply(subscriber, subscription);
    } catch (StatusRuntimeException e) {
      return failed.apply(
          new GoogleErrors(
                  place.at(),
                  PubsubSpec.SUBSCRIPTION,
                  "pubsub.subscriptions.get and pubsub.subscriptions.consume")
              .outcome(e));
    } catch (IOException e) {
      return failed.apply(NetworkFaults.outcome(e, place.at()).orElseThrow());
    }
  }
}
