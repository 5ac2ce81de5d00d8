package dev.rekey.notification;

import dev.rekey.notification.Channel.Answer;
import dev.rekey.notification.Outbox.Pending;
import dev.rekey.notification.Outbox.Settlement;
import dev.rekey.rotation.Backoff;
import dev.rekey.rotation.Jitter;
import java.time.Duration;
import java.time.Instant;

/**
 * How often a notification is tried, and when it is given up.
 *
 * @param backoff between two attempts
 * @param refusals after how many it is given up: whoever refuses that often will not change his
 *     mind
 * @param longest given up after this time in any case, so that an endpoint that is gone for good
 *     does not fill the store
 */
public record Patience(Backoff backoff, Jitter jitter, int refusals, Duration longest) {
  /** What the answer comes to. */
  Settlement settle(Pending pending, Answer answer, Instant now) {
    return switch (answer) {
      case Answer.Taken() -> new Settlement.Sent(pending.number(), pending.attempts(), now);
      case Answer.Refused(String why) -> again(pending, pending.refusals() + 1, why, now);
      case Answer.Unavailable unavailable ->
          again(pending, pending.refusals(), unavailable.why(), now);
    };
  }

  private Settlement again(Pending pending, int refused, String why, Instant now) {
    int attempts = pending.attempts() + 1;
    boolean tooOld = now.isAfter(pending.notification().at().plus(longest));
    return refused >= refusals || tooOld
        ? new Settlement.Dead(pending.number(), attempts, refused, now, why)
        : new Settlement.Later(
            pending.number(),
            attempts,
            refused,
            now.plus(jitter.spread(backoff.before(attempts))),
            why);
  }
}
