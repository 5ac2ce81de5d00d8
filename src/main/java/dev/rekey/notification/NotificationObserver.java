package dev.rekey.notification;

import dev.rekey.notification.Outbox.Pending;
import dev.rekey.notification.Outbox.Settlement;

/**
 * Is told what becomes of notifications, for metrics and logs. Must be quick and must not throw.
 * Called from many threads.
 */
@FunctionalInterface
public interface NotificationObserver {
  /** An attempt was made. */
  void settled(String endpoint, Pending pending, Settlement settlement);
}
