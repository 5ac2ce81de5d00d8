package dev.rekey.notification.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekey.notification.CloudEvents;
import dev.rekey.notification.Notification;
import dev.rekey.notification.NotificationType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * An event of PagerDuty's Events API v2. Each data source has one alert: what is wrong with it
 * triggers that, a credential that works and a recovery resolve it.
 *
 * @param routingKey of the service's integration
 */
public record PagerDutyTemplate(KeyFile routingKey, CloudEvents events) implements Template {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SUMMARY = 1_024;
  private static final int DEDUP_KEY = 255;

  @Override
  public Message render(List<Notification> news) throws IOException {
    Notification notification = news.getFirst();
    ObjectNode event = JSON.createObjectNode();
    event.put("routing_key", new String(routingKey.newest().reveal(), StandardCharsets.UTF_8));
    event.put("event_action", resolves(notification.type()) ? "resolve" : "trigger");
    event.put("dedup_key", dedupKey(notification));
    event.put("client", "Rekey");
    ObjectNode payload = event.putObject("payload");
    payload.put(
        "summary",
        SlackTemplate.shorten(
            "%s %s: %s"
                .formatted(
                    notification.dataSource(),
                    SlackTemplate.words(notification.type()),
                    notification.detail()),
            SUMMARY));
    payload.put("source", notification.dataSource().toString());
    payload.put("severity", severity(notification.type()));
    payload.put("timestamp", notification.at().toString());
    payload.put("component", notification.dataSource().name());
    payload.put("group", notification.dataSource().environment());
    payload.put("class", notification.type().word());
    payload.set("custom_details", JSON.readTree(events.data(notification)));
    return Message.json(event.toString());
  }

  private static boolean resolves(NotificationType type) {
    return switch (type) {
      case ROTATION_COMMITTED, DATASOURCE_RECOVERED -> true;
      case ROTATION_REJECTED,
          ROTATION_ROLLED_BACK,
          ROTATION_PARKED,
          ROTATION_FAILED,
          DATASOURCE_UNHEALTHY ->
          false;
    };
  }

  private static String severity(NotificationType type) {
    return switch (type) {
      case ROTATION_COMMITTED, DATASOURCE_RECOVERED -> "info";
      case ROTATION_PARKED -> "warning";
      case ROTATION_REJECTED, ROTATION_ROLLED_BACK, DATASOURCE_UNHEALTHY -> "error";
      case ROTATION_FAILED -> "critical";
    };
  }

  /** A name that is too long for PagerDuty becomes a digest of itself. */
  private static String dedupKey(Notification notification) {
    String key = "rekey/" + notification.dataSource();
    return key.length() <= DEDUP_KEY
        ? key
        : "rekey/" + UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
  }
}
