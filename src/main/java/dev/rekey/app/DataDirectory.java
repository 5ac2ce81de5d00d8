package dev.rekey.app;

import dev.rekey.store.DataDirectoryLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The data directory while this worker runs.
 *
 * @param lock held where no second worker may use the directory
 */
record DataDirectory(Path path, Optional<DataDirectoryLock> lock) implements AutoCloseable {
  @Override
  public void close() throws IOException {
    if (lock.isPresent()) {
      lock.get().close();
    }
  }
}
