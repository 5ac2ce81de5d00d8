package dev.rekey.notification.webhook;

import dev.rekey.notification.CloudEvents;
import dev.rekey.notification.Notification;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * CloudEvents by their HTTP binding.
 *
 * @param binary whether the attributes are headers, and the body is the data alone
 */
public record CloudEventTemplate(CloudEvents events, boolean binary) implements Template {
  @Override
  public Message render(List<Notification> news) {
    Notification notification = news.getFirst();
    if (!binary) {
      return new Message(
          Map.of(),
          "application/cloudevents+json",
          events.structured(notification).getBytes(StandardCharsets.UTF_8));
    }
    Map<String, String> headers = new HashMap<>();
    events
        .attributes(notification)
        .forEach((name, value) -> headers.put("ce-" + name, headerValue(value)));
    return new Message(headers, Message.JSON, events.data(notification));
  }

  /** Percent-encodes what the binding wants to be: all but printable ASCII, and quotes. */
  private static String headerValue(String value) {
    StringBuilder encoded = new StringBuilder();
    for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
      if (each > ' ' && each < 0x7f && each != '"' && each != '%') {
        encoded.append((char) each);
      } else {
        encoded.append("%%%02X".formatted(each & 0xff));
      }
    }
    return encoded.toString();
  }
}
