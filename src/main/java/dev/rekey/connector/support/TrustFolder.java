package dev.rekey.connector.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The operator's folder of trusted authorities: the only place that files are read from because a
 * config names them. Thread-safe; calls block.
 */
public final class TrustFolder {
  private static final long LARGEST = 1 << 20;

  private final Optional<Path> folder;

  /**
   * @param folder none: no file is read
   */
  public TrustFolder(Optional<Path> folder) {
    this.folder = folder;
  }

  /**
   * The text of a file in it, at most 1 MiB.
   *
   * @param name as the config has it: a path below the folder, or the whole path
   * @throws InvalidConfigException for the key when the file may not be read, or cannot be
   */
  public String read(String key, String name) {
    Path root =
        folder.orElseThrow(
            () ->
                new InvalidConfigException(
                    key,
                    "names a file, and this worker has no folder of files that it may read"
                        + " (connectors.trust-folder)"));
    try {
      Path real = root.toRealPath();
      Path file = real.resolve(name).toRealPath();
      if (file.startsWith(real) && Files.isRegularFile(file) && Files.size(file) <= LARGEST) {
        return Files.readString(file, StandardCharsets.US_ASCII);
      }
    } catch (IOException | InvalidPathException _) {
      // Whether there is such a file elsewhere is not told.
    }
    throw new InvalidConfigException(
        key, "names no readable file below the worker's trust folder: put it there");
  }
}
