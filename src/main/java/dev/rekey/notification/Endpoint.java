package dev.rekey.notification;

import dev.rekey.datasource.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Someone who is told.
 *
 * @param name unique; rows of the outbox and metrics carry it
 * @param types what it is told
 * @param environments of which ones; none means of all
 * @param kinds of data sources of which kinds; none means of all
 * @param coalescing where many pieces of news are told as one
 */
public record Endpoint(
    String name,
    Set<NotificationType> types,
    Set<String> environments,
    Set<Kind> kinds,
    Optional<Coalescing> coalescing) {
  public Endpoint {
    types = Set.copyOf(types);
    environments = Set.copyOf(environments);
    kinds = Set.copyOf(kinds);
  }

  /**
   * When a burst is over.
   *
   * @param settle after this long without further news
   * @param longest and after this long at last, whatever comes
   */
  public record Coalescing(Duration settle, Duration longest) {}

  /** Whether it is to be told. News of a data source whose kind is not known are told to all. */
  public boolean wants(Notification notification) {
    return types.contains(notification.type())
        && (environments.isEmpty()
            || environments.contains(notification.dataSource().environment()))
        && (kinds.isEmpty() || notification.kind().map(kinds::contains).orElse(true));
  }

  /**
   * What keeps its order among itself, and is held up together when one of it cannot be told: the
   * news of a data source, and where they are coalesced those of an environment.
   */
  public String lane(Notification notification) {
    return coalescing.isPresent()
        ? notification.dataSource().environment()
        : notification.dataSource().toString();
  }
}
