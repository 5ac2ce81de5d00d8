package dev.rekey.aws;

import java.time.Duration;
import java.util.Optional;

/**
 * Why a call to AWS failed. The reason is one line of our own words, names the resource, and says
 * what mends it where a person has to; it never holds a text that AWS or the SDK wrote.
 */
public sealed interface AwsFault {
  String reason();

  /**
   * AWS asked us to slow down.
   *
   * @param retryAfter how long it wants to be left alone, where it says so
   */
  record Throttled(String reason, Optional<Duration> retryAfter) implements AwsFault {}

  /** A permission, a credential or a key is not as it has to be. */
  record Denied(String reason) implements AwsFault {}

  /** There is no such resource. */
  record Missing(String reason) implements AwsFault {}

  /**
   * The request cannot be carried out as it is.
   *
   * @param code AWS's own, such as {@code InvalidRequestException}
   */
  record Refused(String reason, String code) implements AwsFault {}

  /** Nobody answered, or not in time, or with a failure of its own; an interrupt is one too. */
  record Unavailable(String reason) implements AwsFault {}
}
