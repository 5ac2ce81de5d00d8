package dev.rekey.notification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.Kind;
import dev.rekey.notification.Notification.Attempt;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Notifications as CloudEvents 1.0 with JSON in them: whole for the structured mode and for the
 * outbox, apart for the binary mode.
 *
 * @param source whose events they are, a URI reference
 */
public record CloudEvents(String source) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How a constant is written: {@code rolled_back}. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** The attributes by their names, {@code datacontenttype} not among them. */
  public Map<String, String> attributes(Notification notification) {
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("specversion", "1.0");
    attributes.put("id", notification.id());
    attributes.put("source", source);
    attributes.put("type", notification.type().word());
    attributes.put("subject", notification.dataSource().toString());
    attributes.put("time", notification.at().toString());
    return attributes;
  }

  /** The data, as JSON in UTF-8. */
  public byte[] data(Notification notification) {
    return write(dataOf(notification)).getBytes(StandardCharsets.UTF_8);
  }

  /** The whole event, as JSON. */
  public String structured(Notification notification) {
    ObjectNode event = JSON.createObjectNode();
    attributes(notification).forEach(event::put);
    event.put("datacontenttype", "application/json");
    event.set("data", dataOf(notification));
    return write(event);
  }

  private static ObjectNode dataOf(Notification notification) {
    ObjectNode data = JSON.createObjectNode();
    data.put("environment", notification.dataSource().environment());
    data.put("dataSource", notification.dataSource().name());
    notification.kind().ifPresent(kind -> data.put("kind", kind.name()));
    data.put("detail", notification.detail());
    notification.rotation().ifPresent(attempt -> data.set("rotation", attempt(attempt)));
    return data;
  }

  private static ObjectNode attempt(Attempt attempt) {
    ObjectNode rotation = JSON.createObjectNode();
    rotation.put("id", attempt.id());
    rotation.put("bindingId", attempt.bindingId());
    rotation.put("secret", attempt.secret());
    attempt.version().ifPresent(version -> rotation.put("version", version));
    ArrayNode keys = rotation.putArray("keys");
    attempt.keys().forEach(keys::add);
    rotation.put("cause", attempt.cause());
    rotation.put("startedAt", attempt.startedAt().toString());
    return rotation;
  }

  /**
   * Reads what {@link #structured} wrote, of whatever source.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static Notification parse(String structured) {
    try {
      JsonNode event = JSON.readTree(structured);
      JsonNode data = event.required("data");
      return new Notification(
          event.required("id").textValue(),
          NotificationType.of(event.required("type").textValue()),
          Instant.parse(event.required("time").textValue()),
          new DataSourceRef(
              data.required("environment").textValue(), data.required("dataSource").textValue()),
          text(data, "kind").map(Kind::valueOf),
          data.required("detail").textValue(),
          Optional.ofNullable(data.get("rotation")).map(CloudEvents::attempt));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not an event of this worker", e);
    }
  }

  private static Attempt attempt(JsonNode rotation) {
    List<String> keys = new ArrayList<>();
    rotation.required("keys").forEach(key -> keys.add(key.textValue()));
    return new Attempt(
        rotation.required("id").textValue(),
        rotation.required("bindingId").textValue(),
        rotation.required("secret").textValue(),
        text(rotation, "version"),
        keys,
        rotation.required("cause").textValue(),
        Instant.parse(rotation.required("startedAt").textValue()));
  }

  private static Optional<String> text(JsonNode node, String field) {
    return Optional.ofNullable(node.get(field)).map(JsonNode::textValue);
  }

  private static String write(JsonNode json) {
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
