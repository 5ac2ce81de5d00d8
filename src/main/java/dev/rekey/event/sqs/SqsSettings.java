package dev.rekey.event.sqs;

import dev.rekey.aws.AwsDeadlines;
import java.time.Duration;

/**
 * How a queue is read.
 *
 * @param receivers how many batches of up to ten messages are in hand at most
 * @param longPoll how long a poll waits for a message; 1 to 20 whole seconds
 * @param visibility for how long messages stay away from other receivers unless that is extended,
 *     which happens three times in it; whole seconds
 */
public record SqsSettings(int receivers, Duration longPoll, Duration visibility) {
  private static final int MAX_RECEIVERS = 64;
  private static final Duration MAX_POLL = Duration.ofSeconds(20);
  private static final Duration MAX_VISIBILITY = Duration.ofHours(12);

  /** After the limits, which it is checked against. */
  public static final SqsSettings DEFAULT =
      new SqsSettings(4, Duration.ofSeconds(20), Duration.ofMinutes(1));

  /**
   * @throws IllegalArgumentException when one is out of its range; the message names it
   */
  public SqsSettings {
    require(receivers >= 1 && receivers <= MAX_RECEIVERS, "there are 1 to 64 receivers of a queue");
    require(
        longPoll.toSeconds() >= 1 && longPoll.compareTo(MAX_POLL) <= 0,
        "a long poll of a queue waits for 1 to 20 seconds");
    require(
        visibility.toSeconds() >= 1 && visibility.compareTo(MAX_VISIBILITY) <= 0,
        "the visibility timeout of a queue is 1 second to 12 hours");
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** For the {@link dev.rekey.aws.AwsAccess} of the source: the answer to a poll takes its time. */
  public AwsDeadlines deadlines() {
    AwsDeadlines prompt = AwsDeadlines.PROMPT;
    return new AwsDeadlines(
        prompt.connect(), longPoll.plus(prompt.silence()), longPoll.plus(prompt.call()));
  }
}
