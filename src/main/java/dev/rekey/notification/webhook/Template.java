package dev.rekey.notification.webhook;

import dev.rekey.notification.Notification;
import java.io.IOException;
import java.util.List;

/** Makes something of news that an endpoint understands. Thread-safe. */
@FunctionalInterface
public interface Template {
  /**
   * @param news at least one piece of it
   * @throws IOException when a secret that belongs into it cannot be read
   */
  Message render(List<Notification> news) throws IOException;
}
