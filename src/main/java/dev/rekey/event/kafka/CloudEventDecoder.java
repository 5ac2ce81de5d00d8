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
import dev.rekey.event.Delivery;
import dev.rekey.event.RotationEvent;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Kafka record as a CloudEvent 1.0 of the type {@value #TYPE}, in binary or in structured
 * mode, with the data {@code {"secret": "<secret reference>", "version": "<version id>"}}, of which
 * the version may be left out.
 *
 * <p>Whatever the bytes are, the answer is a value. Thread-safe.
 */
public final class CloudEventDecoder {
  static final String TYPE = "dev.rekey.secret.rotated.v1";
  static final int MAX_TEXT = 1024;
  static final int MAX_BODY = 64 * 1024;

  private static final String MEDIA_TYPE = "application/cloudevents";
  private static final List<String> ATTRIBUTES = List.of("specversion", "type", "source", "id");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** Never throws. */
  public Delivery.Content decode(Headers headers, byte @Nullable [] value) {
    List<String> faults = new ArrayList<>();
    String contentType = contentType(headers);
    if (value == null) {
      faults.add("there is no value: a tombstone");
      return undecodable(attributes(headers), faults, new byte[0]);
    }
    if (!contentType.startsWith(MEDIA_TYPE)) {
      ObjectNode event = attributes(headers);
      return decode(event, parse("data", value, faults), faults, value);
    }
    if (!contentType.equals(MEDIA_TYPE + "+json")) {
      faults.add("content-type is not application/cloudevents+json");
      return undecodable(MissingNode.getInstance(), faults, value);
    }
    JsonNode event = parse("value", value, faults);
    return decode(event, structuredData(event, faults), faults, value);
  }

  private static Delivery.Content decode(
      JsonNode event, JsonNode data, List<String> faults, byte[] body) {
    if (typeOf(event).equals("foreign")) {
      return undecodable(event, List.of("type is not " + TYPE), body);
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
    return undecodable(event, faults, body);
  }

  private static String contentType(Headers headers) {
    Header header = headers.lastHeader("content-type");
    if (header == null || header.value() == null) {
      return "";
    }
    String text = new String(header.value(), StandardCharsets.UTF_8);
    int parameters = text.indexOf(';');
    return (parameters < 0 ? text : text.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
  }

  /** The attributes of binary mode, in the form they have in structured mode. */
  private static ObjectNode attributes(Headers headers) {
    ObjectNode attributes = JSON.createObjectNode();
    for (String name : ATTRIBUTES) {
      Header header = headers.lastHeader("ce_" + name);
      if (header != null && header.value() != null) {
        Optional<String> text = utf8(header.value());
        attributes.set(
            name, text.isPresent() ? new TextNode(text.get()) : new BinaryNode(header.value()));
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

  private static Delivery.Undecodable undecodable(
      JsonNode event, List<String> faults, byte[] body) {
    return new Delivery.Undecodable(
        typeOf(event),
        String.join("; ", faults),
        Arrays.copyOf(body, Math.min(body.length, MAX_BODY)));
  }
}
