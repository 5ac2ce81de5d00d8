package dev.rekey.event.pubsub;

import com.google.api.gax.core.CredentialsProvider;
import com.google.common.util.concurrent.Uninterruptibles;
import com.google.pubsub.v1.ProjectSubscriptionName;
import com.google.pubsub.v1.PubsubMessage;
import dev.rekey.event.Backoff;
import dev.rekey.event.Delivery;
import dev.rekey.event.EventSource;
import dev.rekey.event.Handover;
import dev.rekey.event.Intake;
import dev.rekey.google.GoogleEndpoint;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Pulls from a subscription of Pub/Sub. Messages are acknowledged after the intake has taken them,
 * and their ack deadlines are extended until then, for an hour at most; after that they come again.
 *
 * <p>It runs on a thread of its own. When the stream is refused (the subscription is not there, a
 * permission is missing, the credentials are not accepted) it begins anew, with credentials that
 * are looked for again, after a wait that doubles. Needs {@code pubsub.subscriptions.consume} on
 * the subscription and nothing else.
 */
public final class PubsubEventSource implements EventSource {
  /** The name of this source. */
  public static final String NAME = "pubsub";

  private static final Logger LOGGER = Logger.getLogger(PubsubEventSource.class);
  private static final GoogleEndpoint GOOGLE = GoogleEndpoint.host("pubsub.googleapis.com");
  private static final int BATCH = 500;
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final ProjectSubscriptionName subscription;
  private final GoogleEndpoint endpoint;
  private final CredentialsProvider credentials;
  private final Handover handover;
  private final PullProblem problems;
  private final StreamWatch watch;
  private final Thread thread;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Optional<String> notBegun = Optional.empty();
  private Optional<String> logged = Optional.empty();

  /**
   * @param subscription its whole name, {@code projects/<project>/subscriptions/<name>}
   * @param endpoint stands in the place of Google's own
   * @param credentials asked each time it begins anew
   * @throws IllegalArgumentException when the name of the subscription is none
   */
  public PubsubEventSource(
      String subscription,
      Optional<GoogleEndpoint> endpoint,
      CredentialsProvider credentials,
      Intake intake,
      InstantSource clock) {
    checkSubscription(subscription);
    this.subscription = ProjectSubscriptionName.parse(subscription);
    this.endpoint = endpoint.orElse(GOOGLE);
    this.credentials = credentials;
    this.handover = new Handover(NAME, intake);
    this.problems = new PullProblem(subscription, this.endpoint);
    this.watch = new StreamWatch(clock);
    this.thread = Thread.ofPlatform().name("pubsub-event-source").daemon().unstarted(this::run);
  }

  /**
   * @throws IllegalArgumentException when this cannot be the whole name of a subscription
   */
  public static void checkSubscription(String name) {
    if (!ProjectSubscriptionName.isParsableFrom(name)) {
      throw new IllegalArgumentException(
          "a subscription is named projects/<project>/subscriptions/<name>");
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String place() {
    return subscription.getSubscription();
  }

  @Override
  public void start() {
    thread.start();
  }

  /**
   * Now, while the stream is open and something came over it, or while it has been open for some
   * seconds. Pub/Sub sends nothing over a stream without messages, so a connection that has died
   * without a word is found out by its keep-alive only, after a minute and a half.
   */
  @Override
  public Optional<Instant> lastPolled() {
    return watch.lastAlive();
  }

  @Override
  public Duration pollInterval() {
    return INTERVAL;
  }

  @Override
  public Optional<String> problem() {
    return notBegun.or(() -> watch.fault().map(problems::of));
  }

  private void run() {
    Backoff backoff = new Backoff();
    try {
      while (closed.getCount() > 0) {
        pull(backoff);
        boolean _ = closed.await(backoff.failed().toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void pull(Backoff backoff) throws InterruptedException {
    long failuresBefore = watch.failures();
    try (PullSession session =
        new PullSession(subscription.toString(), endpoint, credentials, watch)) {
      notBegun = Optional.empty();
      while (closed.getCount() > 0 && !isOver(session, failuresBefore)) {
        handOver(session.take(BATCH, LOOK));
        tellProblem();
        if (watch.isAlive()) {
          backoff.succeeded();
        }
      }
    } catch (IOException _) {
      notBegun = Optional.of(problems.noCredentials());
    } catch (RuntimeException e) {
      notBegun = Optional.of(problems.failed(e));
    }
    tellProblem();
  }

  /** Google's client goes on for ever with credentials that get no token. */
  private boolean isOver(PullSession session, long failuresBefore) {
    return session.hasEnded()
        || (watch.failures() > failuresBefore
            && watch.fault().filter(PullProblem::isOfCredentials).isPresent());
  }

  private void handOver(List<PullSession.Received> received) throws InterruptedException {
    if (received.isEmpty()) {
      return;
    }
    List<Delivery> deliveries = received.stream().map(each -> delivery(each.message())).toList();
    if (handover.insist(deliveries, closed)) {
      received.forEach(each -> each.answer().ack());
    } else {
      received.forEach(each -> each.answer().nack());
    }
  }

  private Delivery delivery(PubsubMessage message) {
    return Messages.delivery(
        place(),
        message.getMessageId(),
        message.getAttributesMap(),
        message.getData().toByteArray());
  }

  private void tellProblem() {
    Optional<String> problem = problem();
    if (!problem.equals(logged)) {
      problem.ifPresentOrElse(
          what -> LOGGER.warnf("messages are not received source=%s problem=%s", NAME, what),
          () -> LOGGER.infof("messages are received again source=%s place=%s", NAME, place()));
      logged = problem;
    }
  }

  @Override
  public void close() {
    closed.countDown();
    Uninterruptibles.joinUninterruptibly(thread);
  }
}
