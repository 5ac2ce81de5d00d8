package dev.rekey.client;

import java.time.Instant;
import java.util.Optional;

/**
 * What an endpoint is told.
 *
 * @param number names it for {@link Notifications#replay}
 * @param id of the CloudEvent
 * @param type such as {@code dev.rekey.rotation.committed}
 * @param rotationId empty for news of the health of a data source
 * @param attempts how often it was tried in vain
 * @param problem why it did not arrive the last time; empty when nothing went wrong
 */
public record Notification(
    long number,
    String endpoint,
    String id,
    String type,
    String dataSource,
    Optional<String> rotationId,
    Instant at,
    NotificationState state,
    int attempts,
    String problem,
    String detail) {}
