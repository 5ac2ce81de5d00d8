package dev.rekey.notification;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How an endpoint is told. Calls may be made from many threads at once, block for 20 s at most, and
 * end early by an interrupt.
 */
public interface Channel extends AutoCloseable {
  /** No {@link #send} takes longer. */
  Duration LONGEST = Duration.ofSeconds(20);

  /**
   * Tells.
   *
   * @param news one piece of it; several, the oldest first, where the endpoint has them coalesced
   */
  Answer send(List<Notification> news);

  /** Lets go of connections; called once, when nothing is being sent. */
  @Override
  void close();

  /** What became of it. The sentences are for a person and hold no value. */
  sealed interface Answer {
    /** It has arrived. */
    record Taken() implements Answer {}

    /** The endpoint is there, and will not have it. */
    record Refused(String why) implements Answer {}

    /**
     * The endpoint cannot take anything now. Whether it has arrived is not known.
     *
     * @param retryAfter when the endpoint says so
     */
    record Unavailable(String why, Optional<Duration> retryAfter) implements Answer {}
  }
}
