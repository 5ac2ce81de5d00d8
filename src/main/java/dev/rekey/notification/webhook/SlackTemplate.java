package dev.rekey.notification.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekey.notification.Notification;
import dev.rekey.notification.NotificationType;
import java.util.List;

/** A message of Slack's incoming webhooks, in blocks, with a text for where there are none. */
public final class SlackTemplate implements Template {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Slack takes 3000 characters in a section, 2000 in a field. */
  private static final int SECTION = 2_900;

  private static final int FIELD = 1_900;

  @Override
  public Message render(List<Notification> news) {
    Notification notification = news.getFirst();
    String title =
        "%s *%s* %s"
            .formatted(
                icon(notification.type()),
                escape(notification.dataSource().toString()),
                words(notification.type()));
    ObjectNode message = JSON.createObjectNode();
    message.put("text", shorten(title + ": " + escape(notification.detail()), SECTION));
    ArrayNode blocks = message.putArray("blocks");
    section(blocks).putObject("text").put("type", "mrkdwn").put("text", shorten(title, SECTION));
    section(blocks)
        .putObject("text")
        .put("type", "mrkdwn")
        .put("text", shorten(escape(notification.detail()), SECTION));
    fields(section(blocks).putArray("fields"), notification);
    return Message.json(message.toString());
  }

  private static ObjectNode section(ArrayNode blocks) {
    return blocks.addObject().put("type", "section");
  }

  private static void fields(ArrayNode fields, Notification notification) {
    notification.kind().ifPresent(kind -> field(fields, "Kind", kind.name()));
    notification
        .rotation()
        .ifPresent(
            rotation -> {
              field(fields, "Secret", rotation.secret());
              rotation.version().ifPresent(version -> field(fields, "Version", version));
              field(fields, "Keys", String.join(", ", rotation.keys()));
              field(fields, "Rotation", rotation.id());
            });
    field(fields, "Time", notification.at().toString());
  }

  private static void field(ArrayNode fields, String name, String value) {
    if (!value.isEmpty()) {
      fields
          .addObject()
          .put("type", "mrkdwn")
          .put("text", shorten("*" + name + "*\n" + escape(value), FIELD));
    }
  }

  private static String icon(NotificationType type) {
    return switch (type) {
      case ROTATION_COMMITTED, DATASOURCE_RECOVERED -> ":white_check_mark:";
      case ROTATION_PARKED -> ":hourglass:";
      case ROTATION_REJECTED, ROTATION_ROLLED_BACK -> ":leftwards_arrow_with_hook:";
      case ROTATION_FAILED, DATASOURCE_UNHEALTHY -> ":rotating_light:";
    };
  }

  static String words(NotificationType type) {
    return switch (type) {
      case ROTATION_COMMITTED -> "has its new credential";
      case ROTATION_REJECTED -> "keeps its credential: the new one did not pass";
      case ROTATION_ROLLED_BACK -> "has its old credential back";
      case ROTATION_PARKED -> "does not answer: its rotation waits";
      case ROTATION_FAILED -> "needs a person: its rotation failed";
      case DATASOURCE_UNHEALTHY -> "is unhealthy";
      case DATASOURCE_RECOVERED -> "has recovered";
    };
  }

  /** The three characters that mean something to Slack. */
  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  static String shorten(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }
}
