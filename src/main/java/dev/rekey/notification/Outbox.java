package dev.rekey.notification;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is still to be told, to whom. Thread-safe; calls block; an exception means that the store is
 * broken or away, and nothing was written.
 *
 * <p>What is told of a rotation gets in by the write that ends the rotation, so that neither is
 * without the other after a crash; everything else by {@link #add}.
 *
 * <p>At any time one worker carries out the news of an endpoint, by a lease. Within a lane they are
 * carried out in the order in which they got in.
 */
public interface Outbox {
  /** Whether something is pending, waiting to be tried again, or of no further concern. */
  enum State {
    PENDING,
    SENT,
    /** Given up. */
    DEAD
  }

  /** Writes a notification for each endpoint that wants it. It is durable when this returns. */
  void add(Notification notification);

  /** What there is to do for an endpoint; reads only. */
  Look look(String endpoint, Instant now);

  /**
   * What there is to do.
   *
   * @param due whether there is something to be told now
   * @param next when something will be that has been tried in vain
   */
  record Look(boolean due, Optional<Instant> next) {}

  /**
   * Takes the lease of an endpoint, or renews it, and reads the oldest that is to be told, but
   * nothing of a lane in which something waits to be tried again.
   *
   * @return in order; nothing when another worker has the lease
   */
  List<Pending> take(String endpoint, Instant now, int limit);

  /** Writes what became of what was taken, and gives the lease back. */
  void settle(String endpoint, List<Settlement> settlements);

  /** A person wants it told once more. False when there is none that was sent or given up. */
  boolean replay(String environment, long number);

  /**
   * The notifications of an environment, newest first.
   *
   * @param endpoint only those for this one
   * @param limit at most this many, at least 1
   */
  List<Entry> list(String environment, State state, Optional<String> endpoint, int limit);

  /** How many are pending and given up, by endpoint; an endpoint may be missing that has none. */
  Map<String, Backlog> backlog();

  /**
   * @param pending how many are to be told
   * @param dead how many were given up
   */
  record Backlog(long pending, long dead) {}

  /**
   * A notification on its way to an endpoint.
   *
   * @param number grows with each
   * @param attempts how often it was tried in vain
   * @param refusals how often of these the endpoint would not have it
   */
  record Pending(long number, String lane, Notification notification, int attempts, int refusals) {}

  /** What became of an attempt. */
  sealed interface Settlement {
    long number();

    /**
     * It has arrived.
     *
     * @param attempts how many were in vain before
     */
    record Sent(long number, int attempts, Instant at) implements Settlement {}

    /**
     * It will be tried again.
     *
     * @param problem for a person
     */
    record Later(long number, int attempts, int refusals, Instant notBefore, String problem)
        implements Settlement {}

    /**
     * It is given up.
     *
     * @param problem for a person
     */
    record Dead(long number, int attempts, int refusals, Instant at, String problem)
        implements Settlement {}
  }

  /**
   * A notification for reading.
   *
   * @param problem why it was not sent the last time; empty when nothing went wrong
   */
  record Entry(
      long number,
      String endpoint,
      Notification notification,
      State state,
      int attempts,
      String problem) {}
}
