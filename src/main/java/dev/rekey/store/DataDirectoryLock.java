package dev.rekey.store;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;

/**
 * Holds a data directory for one worker. The operating system lets go of it when the process ends,
 * however it ends.
 */
public final class DataDirectoryLock implements AutoCloseable {
  private final FileChannel channel;

  private DataDirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock, or fails at once.
   *
   * @throws StoreException when another worker holds it; the message says what to do
   */
  public static DataDirectoryLock take(Path dataDirectory) throws IOException {
    FileChannel channel = FileChannel.open(dataDirectory.resolve("lock"), CREATE, WRITE);
    if (!isTaken(channel)) {
      channel.close();
      throw new StoreException(
          "another worker uses the data directory "
              + dataDirectory
              + ": stop it, or give this one a directory of its own; several workers need PostgreSQL");
    }
    return new DataDirectoryLock(channel);
  }

  @SuppressWarnings("UnusedException") // says only that this very process holds the lock
  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
