package dev.rekey.event.sqs;

import dev.rekey.aws.AwsAccess;
import dev.rekey.event.Backoff;
import dev.rekey.event.EventSource;
import dev.rekey.event.Handover;
import dev.rekey.event.Intake;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Receives from one queue of SQS by long polls, a few batches at a time, and deletes a batch after
 * the intake has taken it. While the intake cannot, the batch is offered to it again and again, and
 * is kept away from other receivers; when this is closed meanwhile, it comes again to somebody else
 * after the visibility timeout.
 *
 * <p>A queue that is missing, or that may not be read, is asked for until it can be.
 */
public final class SqsEventSource implements EventSource {
  /** The name of this source. */
  public static final String NAME = "sqs";

  /** How long an answer may take beyond the wait for messages. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  /** How long a deletion that failed is a problem, in visibility timeouts. */
  private static final int MEMORY = 3;

  private final SqsQueue queue;
  private final SqsSettings settings;
  private final InstantSource clock;
  private final SqsProblems problems;
  private final SqsCalls calls;
  private final List<SqsPoll> polls;
  private final SqsHandover handover;
  private final ExecutorService receivers = threads("sqs-event-source-");
  private final ExecutorService extensions = threads("sqs-event-source-extension-");
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Optional<Instant> lastPolled = Optional.empty();

  /**
   * @param access with the {@link SqsSettings#deadlines} of the settings; its owner closes it after
   *     this
   */
  public SqsEventSource(
      SqsQueue queue, SqsSettings settings, AwsAccess access, Intake intake, InstantSource clock) {
    this.queue = queue;
    this.settings = settings;
    this.clock = clock;
    this.problems = new SqsProblems(queue, clock, settings.visibility().multipliedBy(MEMORY));
    this.calls = new SqsCalls(queue, settings, access, problems);
    this.polls = Stream.generate(() -> new SqsPoll(calls)).limit(settings.receivers()).toList();
    this.handover =
        new SqsHandover(queue, settings, calls, new Handover(NAME, intake), extensions, closed);
  }

  private static ExecutorService threads(String name) {
    return Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name, 0).factory());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String place() {
    return queue.name();
  }

  @Override
  public void start() {
    polls.forEach(poll -> receivers.execute(() -> run(poll)));
  }

  @Override
  public Optional<Instant> lastPolled() {
    return lastPolled;
  }

  @Override
  public Duration pollInterval() {
    return settings.longPoll().plus(MARGIN);
  }

  @Override
  public Optional<String> problem() {
    return problems.current();
  }

  /**
   * Takes one batch after the other. SQS gives no further message of a group of a FIFO queue to
   * anybody before the batch is deleted, so the order of a group is kept.
   */
  private void run(SqsPoll poll) {
    Backoff backoff = new Backoff();
    try {
      while (closed.getCount() > 0) {
        Optional<List<Message>> messages = poll.next();
        if (messages.isEmpty()) {
          boolean _ = closed.await(backoff.failed().toMillis(), TimeUnit.MILLISECONDS);
        } else {
          backoff.succeeded();
          lastPolled = Optional.of(clock.instant());
          handOver(messages.get());
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void handOver(List<Message> messages) throws InterruptedException {
    if (!messages.isEmpty()) {
      handover.handOver(messages);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    polls.forEach(SqsPoll::end);
    receivers.close();
    extensions.close();
    calls.close();
  }
}
