package dev.rekey.event.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rekey.event.Attributes;
import dev.rekey.event.Delivery;
import dev.rekey.event.EventDecoder;
import dev.rekey.event.EventJson;
import dev.rekey.event.RotationEvent;
import dev.rekey.event.TraceParent;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Kafka record as a CloudEvent 1.0 of the type {@value #TYPE}, in binary or in structured
 * mode, with the data {@code {"secret": "<secret reference>", "version": "<version id>"}}, of which
 * the version may be left out.
 *
 * <p>Whatever the bytes are, the answer is a value. Thread-safe.
 */
public final class CloudEventDecoder implements EventDecoder {
  static final String TYPE = "dev.rekey.secret.rotated.v1";
  static final String CONTENT_TYPE = "content-type";
  static final String PREFIX = "ce_";

  private static final String MEDIA_TYPE = "application/cloudevents";
  private static final List<String> ATTRIBUTES = List.of("specversion", "type", "source", "id");

  private record Message(Attributes headers, byte[] value) {
    Delivery.Undecodable undecodable(JsonNode event, List<String> faults) {
      return Delivery.Undecodable.of(typeOf(event), String.join("; ", faults), headers, value);
    }
  }

  /**
   * Decodes a record.
   *
   * @param headers the last one of each name
   * @param value null where the record has none
   */
  @Override
  public Delivery.Content decode(Attributes headers, byte @Nullable [] value) {
    List<String> faults = new ArrayList<>();
    if (value == null) {
      faults.add("there is no value: a tombstone");
      return new Message(headers, new byte[0]).undecodable(attributes(headers), faults);
    }
    Message message = new Message(headers, value);
    String contentType = contentType(headers);
    if (!contentType.startsWith(MEDIA_TYPE)) {
      return decode(message, attributes(headers), EventJson.parse("data", value, faults), faults);
    }
    if (!contentType.equals(MEDIA_TYPE + "+json")) {
      faults.add("content-type is not application/cloudevents+json");
      return message.undecodable(MissingNode.getInstance(), faults);
    }
    JsonNode event = EventJson.parse("value", value, faults);
    return decode(message, event, structuredData(event, faults), faults);
  }

  private static Delivery.Content decode(
      Message message, JsonNode event, JsonNode data, List<String> faults) {
    if (typeOf(event).equals("foreign")) {
      return message.undecodable(event, List.of("type is not " + TYPE));
    }
    if (faults.isEmpty()) {
      String source = EventJson.text("source", event.path("source"), faults);
      String id = EventJson.text("id", event.path("id"), faults);
      String type = EventJson.text("type", event.path("type"), faults);
      String specversion = EventJson.text("specversion", event.path("specversion"), faults);
      if (!specversion.isEmpty() && !specversion.equals("1.0")) {
        faults.add("specversion is not 1.0");
      }
      Optional<SecretRef> secret = secret(data, faults);
      Optional<SecretVersion> version = version(data, faults);
      if (faults.isEmpty() && secret.isPresent()) {
        String eventId = source.length() + ":" + source + ":" + id;
        return new Delivery.Decoded(
            new RotationEvent(
                eventId,
                type,
                secret.get(),
                version,
                TraceParent.parse(event.path(TraceParent.NAME).asText())));
      }
    }
    return message.undecodable(event, faults);
  }

  private static String contentType(Attributes headers) {
    String text =
        new String(headers.find(CONTENT_TYPE).orElse(new byte[0]), StandardCharsets.UTF_8);
    int parameters = text.indexOf(';');
    return (parameters < 0 ? text : text.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
  }

  /** The attributes of binary mode, in the form they have in structured mode. */
  private static ObjectNode attributes(Attributes headers) {
    ObjectNode attributes = JsonNodeFactory.instance.objectNode();
    for (String name : ATTRIBUTES) {
      Optional<byte[]> value = headers.find(PREFIX + name);
      if (value.isPresent()) {
        Optional<String> text = EventJson.utf8(value.get());
        attributes.set(
            name, text.isPresent() ? new TextNode(text.get()) : new BinaryNode(value.get()));
      }
    }
    return attributes;
  }

  private static JsonNode structuredData(JsonNode event, List<String> faults) {
    JsonNode encoded = event.path("data_base64");
    if (encoded.isMissingNode()) {
      return event.path("data");
    }
    if (event.has("data")) {
      faults.add("data and data_base64 are both there");
      return MissingNode.getInstance();
    }
    try {
      return EventJson.parse("data_base64", Base64.getDecoder().decode(encoded.asText()), faults);
    } catch (IllegalArgumentException _) {
      faults.add("data_base64 is not base64");
      return MissingNode.getInstance();
    }
  }

  private static Optional<SecretRef> secret(JsonNode data, List<String> faults) {
    if (!data.isObject()) {
      faults.add(data.isMissingNode() ? "data is missing" : "data is not a JSON object");
      return Optional.empty();
    }
    String text = EventJson.text("data.secret", data.path("secret"), faults);
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(SecretRef.parse(text));
    } catch (IllegalArgumentException _) {
      faults.add("data.secret is not a secret reference");
      return Optional.empty();
    }
  }

  private static Optional<SecretVersion> version(JsonNode data, List<String> faults) {
    return EventJson.optionalText("data.version", data.path("version"), faults)
        .map(SecretVersion::new);
  }

  /** One of three texts, because it becomes the label of a metric. */
  private static String typeOf(JsonNode event) {
    JsonNode type = event.path("type");
    if (!type.isTextual() || type.textValue().isEmpty()) {
      return "unknown";
    }
    return type.textValue().equals(TYPE) ? TYPE : "foreign";
  }
}
