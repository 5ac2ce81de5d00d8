package dev.rekey.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Reads JSON that anybody may have written. What is wrong with it is added to a list of faults,
 * each of which names a field and never holds a part of the message.
 */
public final class EventJson {
  /** The most characters of a text that is taken. */
  public static final int MAX_TEXT = 1024;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private EventJson() {}

  /**
   * Reads a JSON object. What is no object comes back all the same, or as a missing node, with one
   * fault more.
   *
   * @param name what the faults call it
   */
  public static JsonNode parse(String name, byte[] bytes, List<String> faults) {
    Optional<String> text = utf8(bytes);
    if (text.isEmpty()) {
      faults.add(name + " is not UTF-8");
      return MissingNode.getInstance();
    }
    return parse(name, text.get(), faults);
  }

  /** The same for JSON that was a text in another message. */
  public static JsonNode parse(String name, String text, List<String> faults) {
    try {
      JsonNode json = JSON.readTree(text);
      if (!json.isObject()) {
        faults.add(name + " is not a JSON object");
      }
      return json;
    } catch (JsonProcessingException _) {
      faults.add(name + " is not JSON");
      return MissingNode.getInstance();
    }
  }

  /** Empty when the bytes are something else. */
  public static Optional<String> utf8(byte[] bytes) {
    try {
      // Not String's own decoding, which puts a replacement where bytes are wrong.
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  /** The text of a field; empty, and one fault more, when it has none that we take. */
  public static String text(String name, JsonNode field, List<String> faults) {
    String text = field.asText();
    if (field.isMissingNode() || field.isNull()) {
      faults.add(name + " is missing");
    } else if (!field.isTextual()) {
      faults.add(name + " is not a text");
    } else if (text.isEmpty()) {
      faults.add(name + " is empty");
    } else if (text.length() > MAX_TEXT) {
      faults.add(name + " is longer than " + MAX_TEXT + " characters");
    } else if (text.codePoints().anyMatch(EventJson::isForbidden)) {
      faults.add(name + " has a control character or half a character");
    } else {
      return text;
    }
    return "";
  }

  /** The text of a field that may be left out; empty with one fault more as in {@link #text}. */
  public static Optional<String> optionalText(String name, JsonNode field, List<String> faults) {
    if (field.isMissingNode() || field.isNull()) {
      return Optional.empty();
    }
    return Optional.of(text(name, field, faults)).filter(text -> !text.isEmpty());
  }

  /** No sender needs these; a database that cannot store them would refuse the event for ever. */
  private static boolean isForbidden(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }
}
