package dev.rekey.event.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka record in a file: what must come of it, a line {@code ---}, the headers, an empty line,
 * the value. Without the empty line the record has no value. Bytes are kept as they are.
 */
record EventFixture(
    String name, Map<String, String> expected, Headers headers, byte @Nullable [] value) {
  private static final String SEPARATOR = "---\n";

  static List<EventFixture> all() {
    try (Stream<Path> files = Files.list(Path.of("src", "test", "resources", "events", "kafka"))) {
      return files.sorted().map(EventFixture::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EventFixture read(Path file) {
    try {
      // One character for each byte.
      String text = Files.readString(file, ISO_8859_1);
      int separator = text.indexOf(SEPARATOR);
      String message = "\n" + text.substring(separator + SEPARATOR.length());
      int empty = message.indexOf("\n\n");
      String head = empty < 0 ? message : message.substring(0, empty);
      Map<String, String> expected = new HashMap<>();
      text.substring(0, separator)
          .lines()
          .map(line -> line.split(": ", 2))
          .forEach(line -> expected.put(line[0], new String(line[1].getBytes(ISO_8859_1), UTF_8)));
      Headers headers = new RecordHeaders();
      head.lines()
          .filter(line -> !line.isEmpty())
          .map(line -> line.split(": ", 2))
          .forEach(line -> headers.add(line[0], line[1].getBytes(ISO_8859_1)));
      byte[] value = empty < 0 ? null : message.substring(empty + 2).getBytes(ISO_8859_1);
      return new EventFixture(file.getFileName().toString(), expected, headers, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
