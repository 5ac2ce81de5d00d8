package dev.rekey.app;

import dev.rekey.notification.Notifications;
import dev.rekey.rotation.Pruner;

/**
 * What carries notifications out, and what forgets them.
 *
 * @param pruner does nothing for a worker that has never had anybody to tell
 */
record Notified(Notifications notifications, Pruner pruner) implements AutoCloseable {
  void start() {
    notifications.start();
    pruner.start();
  }

  @Override
  public void close() {
    pruner.close();
    notifications.close();
  }
}
