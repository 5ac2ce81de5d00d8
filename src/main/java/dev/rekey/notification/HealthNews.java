package dev.rekey.notification;

import dev.rekey.sweep.Healths.Change;
import dev.rekey.sweep.SourceHealth;
import dev.rekey.sweep.SweepObserver;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Tells of data sources that have come into trouble or out of it; what flaps is in trouble until it
 * has settled. Waits until that is durable; where the store does not take it, the log has it alone.
 */
public final class HealthNews implements SweepObserver {
  private static final Logger LOGGER = Logger.getLogger(HealthNews.class);

  private final Notifications notifications;

  public HealthNews(Notifications notifications) {
    this.notifications = notifications;
  }

  @Override
  public void tested(Change change) {
    if (!change.isUnhealthy() && !change.isRecovered()) {
      return;
    }
    SourceHealth now = change.now();
    try {
      notifications.datasourceChanged(
          now.dataSource(),
          Optional.of(now.kind()),
          change.isRecovered(),
          now.health().message(),
          now.health().since());
    } catch (RuntimeException broken) {
      LOGGER.errorf(
          "nobody is told of the health of a data source dataSource=%s state=%s error=%s",
          now.dataSource(), now.health().state(), broken.getClass().getName());
    }
  }
}
