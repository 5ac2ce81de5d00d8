package dev.rekey.notification;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.Kind;
import dev.rekey.event.Delivery;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationObserver;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * All that are told, as one: wakes those that there may be news for, and starts and stops them.
 * With nobody to tell it does nothing. Thread-safe.
 */
public final class Notifications implements RotationObserver, AutoCloseable {
  private final List<Courier> couriers;
  private final Outbox outbox;
  private final Supplier<String> ids;

  /**
   * @param ids gives the ids of what is told of data sources
   */
  public Notifications(List<Courier> couriers, Outbox outbox, Supplier<String> ids) {
    this.couriers = List.copyOf(couriers);
    this.outbox = outbox;
    this.ids = ids;
  }

  public Outbox outbox() {
    return outbox;
  }

  /** In the order of the configuration. */
  public List<Courier> couriers() {
    return couriers;
  }

  /** Returns at once; called once. */
  public void start() {
    couriers.forEach(Courier::start);
  }

  /**
   * The health of a data source has changed for good: the caller leaves out what flaps. Blocks
   * until that is durable.
   *
   * @param healthy what it is now
   * @param detail in a sentence for a person; never holds a value
   */
  public void datasourceChanged(
      DataSourceRef dataSource, Optional<Kind> kind, boolean healthy, String detail, Instant at) {
    Notification notification =
        new Notification(
            ids.get(),
            healthy ? NotificationType.DATASOURCE_RECOVERED : NotificationType.DATASOURCE_UNHEALTHY,
            at,
            dataSource,
            kind,
            detail,
            Optional.empty());
    if (couriers.stream().anyMatch(courier -> courier.endpoint().wants(notification))) {
      outbox.add(notification);
      wake(notification);
    }
  }

  /** A person wants one told once more. False when there is none that was sent or given up. */
  public boolean replay(String environment, long number) {
    boolean found = outbox.replay(environment, number);
    if (found) {
      couriers.forEach(Courier::wake);
    }
    return found;
  }

  /** What is to be told of it is in the outbox by now. */
  @Override
  public void moved(Rotation rotation) {
    Notification.of(rotation).ifPresent(this::wake);
  }

  private void wake(Notification notification) {
    couriers.stream()
        .filter(courier -> courier.endpoint().wants(notification))
        .forEach(Courier::wake);
  }

  @Override
  public void received(Delivery delivery) {}

  @Override
  public void processed(Delivery delivery, Outcome outcome) {}

  @Override
  public void broke(Rotation rotation, RuntimeException cause) {}

  @Override
  public void storeFailed(RuntimeException cause) {}

  @Override
  public void close() {
    couriers.forEach(Courier::close);
  }
}
