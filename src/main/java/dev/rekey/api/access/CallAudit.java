package dev.rekey.api.access;

import dev.rekey.api.call.CallEnds;
import dev.rekey.api.call.CallFacts;
import dev.rekey.datasource.CallLog;
import io.grpc.Status;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/**
 * Writes down each call of a known client. Calls of nobody are not written: whoever has no
 * credentials could fill the store with them.
 */
public final class CallAudit implements CallEnds {
  private static final Logger LOGGER = Logger.getLogger(CallAudit.class);
  private static final int LONGEST_SUBJECT = 200;

  private final CallLog log;
  private final InstantSource clock;

  public CallAudit(CallLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  @Override
  public void ended(CallFacts facts, String method, Status.Code code) {
    if (facts.client().isEmpty()) {
      return;
    }
    String subject = facts.subject();
    try {
      log.add(
          new CallLog.Call(
              clock.instant(),
              facts.client().get(),
              facts.address(),
              method,
              facts.environment(),
              subject.substring(0, Math.min(LONGEST_SUBJECT, subject.length())),
              facts.keys(),
              code.name()));
    } catch (RuntimeException e) {
      // What the call did is done: to fail it now would make its caller do it again.
      LOGGER.errorf(
          "call not written to the audit client=%s method=%s error=%s",
          facts.client().get(), method, e.getClass().getName());
    }
  }
}
