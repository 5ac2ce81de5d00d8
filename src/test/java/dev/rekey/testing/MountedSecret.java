package dev.rekey.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder that is written the way the kubelet writes the volume of a secret: a folder of its own
 * for each payload, a {@code ..data} link to it that is replaced by a rename, a link for each
 * field, and the old payload removed at last. Not thread-safe.
 */
public final class MountedSecret {
  private final Path folder;
  private int payloads;

  public MountedSecret(Path folder) {
    this.folder = folder;
  }

  /** Puts these fields in the place of the ones before. */
  public void write(Map<String, String> fields) {
    try {
      Files.createDirectories(folder);
      Path data = folder.resolve("..data");
      Path old = Files.exists(data, LinkOption.NOFOLLOW_LINKS) ? data.toRealPath() : data;
      Path payload = Files.createDirectory(folder.resolve("..payload_" + payloads++));
      for (Map.Entry<String, String> field : fields.entrySet()) {
        Files.writeString(payload.resolve(field.getKey()), field.getValue());
      }
      Path next = folder.resolve("..data_tmp");
      Files.createSymbolicLink(next, payload.getFileName());
      Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
      for (String field : fields.keySet()) {
        Path link = folder.resolve(field);
        if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
          Files.createSymbolicLink(link, Path.of("..data", field));
        }
      }
      if (!old.equals(data)) {
        remove(old);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void remove(Path payload) throws IOException {
    try (Stream<Path> files = Files.list(payload)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(payload);
  }
}
