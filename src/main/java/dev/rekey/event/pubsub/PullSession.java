package dev.rekey.event.pubsub;

import com.google.api.gax.batching.FlowControlSettings;
import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.InstantiatingExecutorProvider;
import com.google.auth.Credentials;
import com.google.cloud.pubsub.v1.AckReplyConsumer;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.pubsub.v1.PubsubMessage;
import dev.rekey.google.GoogleEndpoint;
import io.grpc.ClientInterceptor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One streaming pull by Google's client, from its start until it fails or is closed. The client
 * holds back what is too much, and extends the ack deadlines of what we have in hand for an hour.
 */
final class PullSession implements AutoCloseable {
  private static final int MAX_MESSAGES = 1_000;
  private static final long MAX_BYTES = 10_000_000;
  private static final int MAX_MESSAGE_BYTES = 20 * 1024 * 1024;
  private static final Duration KEEP_ALIVE = Duration.ofMinutes(1);
  private static final Duration KEEP_ALIVE_ANSWER = Duration.ofSeconds(20);

  /** Messages of a worker that died come again after this; Google's client would say a minute. */
  private static final org.threeten.bp.Duration LEASE = org.threeten.bp.Duration.ofSeconds(15);

  private static final int STOP_STEPS = 50;
  private static final Duration STOP_STEP = Duration.ofMillis(100);

  /** Google's client sends what was answered ten times a second. */
  private static final Duration UNTIL_SENT = Duration.ofMillis(250);

  private final BlockingQueue<Received> inHand = new LinkedBlockingQueue<>(MAX_MESSAGES);
  private final Subscriber subscriber;
  private volatile boolean closing;

  /** A message, and how it is answered. */
  record Received(PubsubMessage message, AckReplyConsumer answer) {}

  /**
   * Begins to pull; returns at once. May block while credentials are looked for.
   *
   * @param subscription its whole name
   * @param watch sees what becomes of the stream
   * @throws IOException when there are no credentials
   */
  PullSession(
      String subscription,
      GoogleEndpoint endpoint,
      CredentialsProvider credentials,
      ClientInterceptor watch)
      throws IOException {
    Credentials login = endpoint.credentials(credentials).getCredentials();
    this.subscriber =
        Subscriber.newBuilder(subscription, this::receive)
            .setEndpoint(endpoint.authority())
            .setCredentialsProvider(FixedCredentialsProvider.create(login))
            .setChannelProvider(
                endpoint.channel(
                    SubscriptionAdminSettings.defaultGrpcTransportProviderBuilder()
                        .setMaxInboundMessageSize(MAX_MESSAGE_BYTES)
                        .setKeepAliveTimeDuration(KEEP_ALIVE)
                        .setKeepAliveTimeoutDuration(KEEP_ALIVE_ANSWER)
                        .setInterceptorProvider(() -> List.of(watch))))
            .setFlowControlSettings(
                FlowControlSettings.newBuilder()
                    .setMaxOutstandingElementCount((long) MAX_MESSAGES)
                    .setMaxOutstandingRequestBytes(MAX_BYTES)
                    .build())
            .setMaxDurationPerAckExtension(LEASE)
            .setExecutorProvider(threads(1))
            .setSystemExecutorProvider(threads(2))
            .build();
    var _ = subscriber.startAsync();
  }

  private static InstantiatingExecutorProvider threads(int count) {
    return InstantiatingExecutorProvider.newBuilder().setExecutorThreadCount(count).build();
  }

  private void receive(PubsubMessage message, AckReplyConsumer answer) {
    // It is full only when there are messages in it whose deadline could not be extended any more.
    if (closing || !inHand.offer(new Received(message, answer))) {
      answer.nack();
    }
  }

  /** Takes what is there, or waits for something to come. */
  List<Received> take(int most, Duration wait) throws InterruptedException {
    List<Received> taken = new ArrayList<>();
    Received first = inHand.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
    if (first != null) {
      taken.add(first);
      inHand.drainTo(taken, most - 1);
    }
    return taken;
  }

  /** Whether nothing will come any more. */
  boolean hasEnded() {
    return switch (subscriber.state()) {
      case FAILED, TERMINATED -> true;
      case NEW, STARTING, RUNNING, STOPPING -> false;
    };
  }

  /** Gives back what is in hand, so that it comes again soon, and stops. */
  @Override
  public void close() {
    closing = true;
    giveBack();
    // A stop that meets the client while it is about to send loses what it would have sent.
    awaitEnd(UNTIL_SENT);
    var _ = subscriber.stopAsync();
    for (int step = 0; step < STOP_STEPS && !hasEnded(); step++) {
      giveBack();
      awaitEnd(STOP_STEP);
    }
    giveBack();
  }

  private void awaitEnd(Duration atMost) {
    try {
      subscriber.awaitTerminated(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | IllegalStateException _) {
      // Not yet, or it has failed; either is seen by the next look.
    }
  }

  private void giveBack() {
    List<Received> rest = new ArrayList<>();
    inHand.drainTo(rest);
    rest.forEach(received -> received.answer().nack());
  }
}
