package dev.rekey.ops;

import dev.rekey.notification.CircuitBreaker;
import dev.rekey.notification.Courier;
import dev.rekey.notification.NotificationObserver;
import dev.rekey.notification.Notifications;
import dev.rekey.notification.Outbox.Backlog;
import dev.rekey.notification.Outbox.Pending;
import dev.rekey.notification.Outbox.Settlement;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jboss.logging.Logger;

/** Counts what becomes of notifications, and logs what is given up. */
public final class NotificationMetrics implements NotificationObserver {
  private static final Logger LOGGER = Logger.getLogger(NotificationMetrics.class);
  private static final Backlog NONE = new Backlog(0, 0);

  private final MeterRegistry meters;

  public NotificationMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  /** Shows what waits for each endpoint at the time of the scrape. */
  public void watch(Notifications notifications) {
    for (Courier courier : notifications.couriers()) {
      String endpoint = courier.endpoint().name();
      Gauge.builder("rekey.notifications.pending", () -> backlog(notifications, endpoint).pending())
          .tag("endpoint", endpoint)
          .register(meters);
      Gauge.builder("rekey.notifications.dead", () -> backlog(notifications, endpoint).dead())
          .tag("endpoint", endpoint)
          .register(meters);
      Gauge.builder(
              "rekey.notifications.circuit.open",
              () -> courier.circuit() == CircuitBreaker.State.CLOSED ? 0 : 1)
          .tag("endpoint", endpoint)
          .register(meters);
    }
  }

  private static Backlog backlog(Notifications notifications, String endpoint) {
    return notifications.outbox().backlog().getOrDefault(endpoint, NONE);
  }

  @Override
  public void settled(String endpoint, Pending pending, Settlement settlement) {
    meters
        .counter("rekey.notifications", "endpoint", endpoint, "result", result(settlement))
        .increment();
    switch (settlement) {
      case Settlement.Sent _ ->
          LOGGER.debugf(
              "notification sent endpoint=%s id=%s", endpoint, pending.notification().id());
      case Settlement.Later later ->
          LOGGER.debugf(
              "notification waits endpoint=%s id=%s attempt=%d problem=%s",
              endpoint, pending.notification().id(), later.attempts(), later.problem());
      case Settlement.Dead dead ->
          LOGGER.warnf(
              "notification given up endpoint=%s id=%s number=%d attempts=%d problem=%s",
              endpoint,
              pending.notification().id(),
              dead.number(),
              dead.attempts(),
              dead.problem());
    }
  }

  private static String result(Settlement settlement) {
    return switch (settlement) {
      case Settlement.Sent _ -> "sent";
      case Settlement.Later _ -> "retried";
      case Settlement.Dead _ -> "dead";
    };
  }
}
