package dev.rekey.app;

import dev.rekey.app.config.NotificationConfig;
import dev.rekey.app.config.NotificationSettings.Told;
import dev.rekey.app.config.RekeyConfig.StoreKind;
import dev.rekey.app.config.Settings;
import dev.rekey.notification.CircuitBreaker;
import dev.rekey.notification.CloudEvents;
import dev.rekey.notification.Courier;
import dev.rekey.notification.Notifications;
import dev.rekey.notification.Patience;
import dev.rekey.notification.outbox.EndpointLeases;
import dev.rekey.notification.outbox.JdbcOutbox;
import dev.rekey.notification.outbox.OutboxRetention;
import dev.rekey.ops.NotificationMetrics;
import dev.rekey.rotation.Backoff;
import dev.rekey.rotation.Jitter;
import dev.rekey.rotation.Pruner;
import dev.rekey.rotation.TimeOrderedIds;
import dev.rekey.rotation.journal.Witness;
import dev.rekey.store.Database;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Who is told of outcomes. */
final class NotificationProducers {
  private static final Backoff BETWEEN_ATTEMPTS =
      new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));

  private static final int FAILURES_THAT_OPEN = 3;

  /** About a quarter of an hour. */
  private static final int REFUSALS = 20;

  /** What other workers have written. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  @Produces
  @Singleton
  CloudEvents events(Settings settings) {
    return new CloudEvents(settings.config().notifications().source());
  }

  @Produces
  @Singleton
  JdbcOutbox outbox(Settings settings, Database database, CloudEvents events, TimeOrderedIds ids) {
    return new JdbcOutbox(
        database,
        events,
        settings.notifications().told().stream().map(Told::endpoint).toList(),
        new EndpointLeases(
            ids.get(),
            settings.config().store().kind() == StoreKind.SQLITE
                ? Optional.empty()
                : Optional.of(Courier.LEASE)));
  }

  /** Nothing is written where nobody is told. */
  @Produces
  @Singleton
  Witness witness(Settings settings, JdbcOutbox outbox) {
    return settings.notifications().told().isEmpty() ? Witness.NONE : outbox::write;
  }

  /** Not as the observer that it is too: of these there is one for all. */
  @Produces
  @Singleton
  @Typed(Notifications.class)
  Notifications notifications(
      Settings settings,
      JdbcOutbox outbox,
      CloudEvents events,
      MeterRegistry meters,
      TimeOrderedIds ids,
      InstantSource clock,
      RandomGenerator random) {
    NotificationChannels channels = new NotificationChannels(events, clock);
    NotificationConfig config = settings.config().notifications();
    Jitter jitter = new Jitter(random);
    NotificationMetrics observer = new NotificationMetrics(meters);
    List<Courier> couriers =
        settings.notifications().told().stream()
            .map(
                told ->
                    new Courier(
                        told.endpoint(),
                        channels.of(told.config()),
                        outbox,
                        new CircuitBreaker(FAILURES_THAT_OPEN, BETWEEN_ATTEMPTS, jitter, clock),
                        new Patience(BETWEEN_ATTEMPTS, jitter, REFUSALS, config.giveUpAfter()),
                        observer,
                        clock,
                        LOOK))
            .toList();
    Notifications notifications = new Notifications(couriers, outbox, ids);
    observer.watch(notifications);
    return notifications;
  }

  @Produces
  @Singleton
  Notified notified(
      Settings settings,
      Notifications notifications,
      Database database,
      InstantSource clock,
      RandomGenerator random) {
    return new Notified(
        notifications,
        new Pruner(
            new OutboxRetention(
                database,
                settings.notifications().told().stream()
                    .map(told -> told.endpoint().name())
                    .toList()),
            settings.config().notifications().keep(),
            clock,
            Thread::sleep,
            random));
  }
}
