package dev.rekey.event;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Hands what a source received to an {@link Intake}. Thread-safe; blocks. */
public final class Handover {
  private static final Logger LOGGER = Logger.getLogger(Handover.class);

  private final String source;
  private final Intake intake;

  /**
   * @param source the name of the source, for the log
   */
  public Handover(String source, Intake intake) {
    this.source = source;
    this.intake = intake;
  }

  /** Offers deliveries once; false when they could not be made durable, which is logged. */
  public boolean offer(List<Delivery> deliveries) {
    try {
      intake.accept(deliveries);
      return true;
    } catch (RuntimeException e) {
      LOGGER.warnf(
          "events could not be handed over, trying again source=%s position=%s count=%d error=%s",
          source, deliveries.getFirst().position(), deliveries.size(), e.getClass().getName());
      return false;
    }
  }

  /**
   * Offers deliveries again and again until they are taken.
   *
   * @param closed ends it
   * @return false when it was ended; none of the deliveries is to be acknowledged then
   */
  public boolean insist(List<Delivery> deliveries, CountDownLatch closed)
      throws InterruptedException {
    Backoff backoff = new Backoff();
    while (closed.getCount() > 0) {
      if (offer(deliveries)) {
        return true;
      }
      boolean _ = closed.await(backoff.failed().toMillis(), TimeUnit.MILLISECONDS);
    }
    return false;
  }
}
