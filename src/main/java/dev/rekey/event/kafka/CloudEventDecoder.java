package dev.rekey.event.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rekey.event.Attributes;
import dev.rekey.event.Delivery;
import dev.rekey.event.EventDecoder;
import dev.rekey.event.RotationEvent;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
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
  static final int MAX_TEXT = 1024;
  static final String CONTENT_TYPE = "content-type";
  static final String PREFIX = "ce_";

  private static final String MEDIA_TYPE = "application/cloudevents";
  private static final List<String> ATTRIBUTES = List.of("specversion", "type", "source", "id");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

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
      return decode(message, attributes(headers), parse("data", value, faults), faults);
    }
    if (!contentType.equals(MEDIA_TYPE + "+json")) {
      faults.add("content-type is not application/cloudevents+json");
      return message.undecodable(MissingNode.getInstance(), faults);
    }
    JsonNode event = parse("value", value, faults);
    return decode(message, event, structuredData(event, faults), faults);
  }

  private static Delivery.Content decode(
      Message message, JsonNode event, JsonNode data, List<String> faults) {
    if (typeOf(event).equals("foreign")) {
      return message.undecodable(event, List.of("type is not " + TYPE));
    }
    if (faults.isEmpty()) {
      String source = text("source", event.path("source"), faults);
      String id = text("id", event.path("id"), faults);
      String type = text("type", event.path("type"), faults);
      String specversion = text("specversion", event.path("specversion"), faults);
      if (!specversion.isEmpty() && !specversion.equals("1.0")) {
        faults.add("specversion is not 1.0");
      }
      Optional<SecretRef> secret = secret(data, faults);
      Optional<SecretVersion> version = version(data, faults);
      if (faults.isEmpty() && secret.isPresent()) {
        String eventId = source.length() + ":" + source + ":" + id;
        return new Delivery.Decoded(new RotationEvent(eventId, type, secret.get(), version));
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
    ObjectNode attributes = JSON.createObjectNode();
    for (String name : ATTRIBUTES) {
      Optional<byte[]> value = headers.find(PREFIX + name);
      if (value.isPresent()) {
        Optional<String> text = utf8(value.get());
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
      return parse("data_base64", Base64.getDecoder().decode(encoded.asText()), faults);
    } catch (IllegalArgumentException _) {
      faults.add("data_base64 is not base64");
      return MissingNode.getInstance();
    }
  }

  private static JsonNode parse(String name, byte[] bytes, List<String> faults) {
    Optional<String> text = utf8(bytes);
    if (text.isEmpty()) {
      faults.add(name + " is not UTF-8");
      return MissingNode.getInstance();
    }
    try {
      JsonNode json = JSON.readTree(text.get());
      if (!json.isObject()) {
        faults.add(name + " is not a JSON object");
      }
      return json;
    } catch (JsonProcessingException _) {
      faults.add(name + " is not JSON");
      return MissingNode.getInstance();
    }
  }

  private static Optional<String> utf8(byte[] bytes) {
    try {
      // Not String's own decoding, which puts a replacement where bytes are wrong.
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  private static Optional<SecretRef> secret(JsonNode data, List<String> faults) {
    if (!data.isObject()) {
      faults.add(data.isMissingNode() ? "data is missing" : "data is not a JSON object");
      return Optional.empty();
    }
    String text = text("data.secret", data.path("secret"), faults);
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(SecretRef.parse(text));
    } catch (IllegalArgumentException _) {
      faults.add("data.secret is not a secret reference");
      return Optional.empty();
    }
  }

  private static Optional<SecretVersion> version(JsonNode data, List<String> faults) {
    JsonNode version = data.path("version");
    if (version.isMissingNode() || version.isNull()) {
      return Optional.empty();
    }
    String id = text("data.version", version, faults);
    return id.isEmpty() ? Optional.empty() : Optional.of(new SecretVersion(id));
  }

  /** The text of a field; empty, and one fault more, when it has none that we take. */
  private static String text(String name, JsonNode field, List<String> faults) {
    String text = field.asText();
    if (field.isMissingNode() || field.isNull()) {
      faults.add(name + " is missing");
    } else if (!field.isTextual()) {
      faults.add(name + " is not a text");
    } else if (text.isEmpty()) {
      faults.add(name + " is empty");
    } else if (text.length() > MAX_TEXT) {
      faults.add(name + " is longer than " + MAX_TEXT + " characters");
    } else if (text.codePoints().anyMatch(CloudEventDecoder::isForbidden)) {
      faults.add(name + " has a control character or half a character");
    } else {
      return text;
    }
    return "";
  }

  /**
   * CloudEvents forbids these; a database that cannot store them would refuse the event for ever.
   */
  private static boolean isForbidden(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
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
