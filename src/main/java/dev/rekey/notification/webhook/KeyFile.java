package dev.rekey.notification.webhook;

import dev.rekey.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file with a secret in each line; the first is the newest. Read each time it is needed, so that
 * it can be exchanged while the worker runs.
 */
public record KeyFile(Path path) {
  /**
   * @return at least one
   * @throws IOException when the file cannot be read, or has nothing in it
   */
  public List<Secret> read() throws IOException {
    List<Secret> lines =
        Files.readString(path)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .map(Secret::of)
            .toList();
    if (lines.isEmpty()) {
      throw new IOException("nothing is in it");
    }
    return lines;
  }

  /** The newest one. */
  Secret newest() throws IOException {
    return read().getFirst();
  }
}
