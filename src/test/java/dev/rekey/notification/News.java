package dev.rekey.notification;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Notifications and endpoints for tests. */
public final class News {
  public static final Instant NOW = Instant.parse("2026-11-23T10:15:30.123456Z");

  private News() {}

  /** A commit of a data source in {@code prod}. */
  public static Notification committed(String id, String dataSource) {
    return of(id, NotificationType.ROTATION_COMMITTED, dataSource);
  }

  public static Notification of(String id, NotificationType type, String dataSource) {
    return at(id, type, dataSource, NOW);
  }

  public static Notification at(
      String id, NotificationType type, String dataSource, Instant instant) {
    return new Notification(
        id,
        type,
        instant,
        new DataSourceRef("prod", dataSource),
        Optional.of(Kind.POSTGRESQL),
        "Said \"so\" & <more>.",
        Optional.of(
            new Notification.Attempt(
                "r-" + id,
                "binding-1",
                "dir://login",
                Optional.of("v7"),
                List.of("PGPASSWORD", "PGUSER"),
                "event",
                instant.minusSeconds(3))));
  }

  /** News of the health of a data source. */
  public static Notification health(String id, NotificationType type, String dataSource) {
    return new Notification(
        id,
        type,
        NOW,
        new DataSourceRef("prod", dataSource),
        Optional.empty(),
        "Three tests in a row.",
        Optional.empty());
  }

  /** An endpoint that is told everything. */
  public static Endpoint endpoint(String name) {
    return new Endpoint(
        name, EnumSet.allOf(NotificationType.class), Set.of(), Set.of(), Optional.empty());
  }

  /** An endpoint that is told commits, a burst as one. */
  public static Endpoint coalescing(String name, Duration settle, Duration longest) {
    return new Endpoint(
        name,
        Set.of(NotificationType.ROTATION_COMMITTED),
        Set.of(),
        Set.of(),
        Optional.of(new Endpoint.Coalescing(settle, longest)));
  }
}
