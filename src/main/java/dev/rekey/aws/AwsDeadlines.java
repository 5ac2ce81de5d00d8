package dev.rekey.aws;

import java.time.Duration;

/**
 * How long a call may take. There are no further attempts: whoever calls decides about these.
 *
 * @param connect until there is a connection
 * @param silence how long the other side may say nothing; longer than a long poll, where there is
 *     one
 * @param call the whole of it, but for the call that assumes a role, which has as much of its own
 */
public record AwsDeadlines(Duration connect, Duration silence, Duration call) {
  /** For calls that are answered at once. */
  public static final AwsDeadlines PROMPT =
      new AwsDeadlines(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(10));
}
