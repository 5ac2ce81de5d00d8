package dev.rekey.secret.directory;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SortedMap;
import java.util.TreeMap;

/** One folder that is a secret, a file for each field. Read once. */
final class FieldFolder {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path home;
  private final Path folder;
  private final int maxBytes;
  private final DirectorySecretStore.FileReader reader;
  private final SortedMap<String, String> fields = new TreeMap<>();
  private int size;

  FieldFolder(Path home, Path folder, int maxBytes, DirectorySecretStore.FileReader reader) {
    this.home = home;
    this.folder = folder;
    this.maxBytes = maxBytes;
    this.reader = reader;
  }

  /** What a folder turned out to hold. */
  sealed interface Content {}

  /** All fields as a JSON object in the order of their names; no bytes when none has a content. */
  record Fields(byte[] json) implements Content {}

  /** Something that a person has to mend; reads on after "has". */
  record Refused(String reason) implements Content {}

  Content read() throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        String fault = name.startsWith("..") ? "" : add(name, entry.toRealPath());
        if (!fault.isEmpty()) {
          return new Refused(fault);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    boolean empty = fields.values().stream().allMatch(String::isEmpty);
    return new Fields(empty ? new byte[0] : JSON.writeValueAsBytes(fields));
  }

  /** Takes the entry if it is a field; says what is wrong with it, or nothing. */
  private String add(String name, Path file) throws IOException {
    if (!file.startsWith(home)) {
      return "a field " + name + " that is a link out of the directory";
    }
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      return "";
    }
    if (!attributes.isRegularFile()) {
      return "a field " + name + " that is not a file";
    }
    byte[] content = reader.read(file, maxBytes + 1);
    size += name.length() + content.length;
    if (size > maxBytes) {
      return "more than " + maxBytes + " bytes";
    }
    try {
      fields.put(
          name, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString());
      return "";
    } catch (CharacterCodingException _) {
      return "a field " + name + " that is not UTF-8 text (keep it in base64)";
    }
  }
}
