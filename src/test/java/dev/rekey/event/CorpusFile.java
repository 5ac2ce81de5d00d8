package dev.rekey.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekey.secret.SecretVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A message in a file, with what must come of it: a JSON object with {@code about}, the message,
 * and {@code expect}. The message is under {@code message}, as an object or as the text that it is
 * (for what no object can say, such as a key twice), or under {@code base64}, for what is no text.
 * {@code attributes} come beside it where there are any.
 *
 * <p>What is expected has exactly the keys of {@link #told}.
 */
public record CorpusFile(
    String name, Attributes attributes, byte[] message, Map<String, String> expected) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The files of one folder of {@code src/test/resources/events}, in the order of their names. */
  public static List<CorpusFile> all(String folder) {
    try (Stream<Path> files = Files.list(Path.of("src", "test", "resources", "events", folder))) {
      return files.sorted().map(CorpusFile::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CorpusFile read(Path file) {
    try {
      JsonNode json = JSON.readTree(Files.readString(file));
      Map<String, byte[]> attributes = new HashMap<>();
      texts(json.path("attributes"))
          .forEach((name, text) -> attributes.put(name, text.getBytes(UTF_8)));
      return new CorpusFile(
          file.getFileName().toString(),
          Attributes.of(attributes),
          message(json),
          texts(json.required("expect")));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private static byte[] message(JsonNode json) {
    if (json.has("base64")) {
      return Base64.getDecoder().decode(json.get("base64").textValue());
    }
    JsonNode message = json.required("message");
    return (message.isTextual() ? message.textValue() : message.toString()).getBytes(UTF_8);
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new TreeMap<>();
    object.properties().forEach(each -> texts.put(each.getKey(), each.getValue().textValue()));
    return texts;
  }

  /** What a content says, in the words of the files. */
  public static Map<String, String> told(Delivery.Content content) {
    Map<String, String> told = new TreeMap<>();
    switch (content) {
      case Delivery.Decoded(RotationEvent event) -> {
        told.put("content", "decoded");
        told.put("id", event.id());
        told.put("type", event.type());
        told.put("secret", event.secret().toString());
        event.version().map(SecretVersion::id).ifPresent(id -> told.put("version", id));
      }
      case Delivery.Noted(Notice notice) -> {
        told.put("content", "noted");
        told.put("type", notice.type());
        told.put("secret", notice.secret().toString());
        notice.version().map(SecretVersion::id).ifPresent(id -> told.put("version", id));
        told.put("weight", notice.weight().name());
        told.put("text", notice.text());
      }
      case Delivery.Ignored(String type) -> {
        told.put("content", "ignored");
        told.put("type", type);
      }
      case Delivery.Undecodable undecodable -> {
        told.put("content", "undecodable");
        told.put("type", undecodable.type());
        told.put("reason", undecodable.reason());
      }
    }
    return told;
  }

  @Override
  public String toString() {
    return name;
  }
}
