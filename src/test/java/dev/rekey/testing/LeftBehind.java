package dev.rekey.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What this JVM holds on to.
 *
 * @param threads the names of those that live, virtual ones too
 * @param files what is open, sockets too
 * @param heapBytes what is left after a full collection
 */
public record LeftBehind(List<String> threads, List<String> files, long heapBytes) {
  /** What it holds now. */
  public static LeftBehind now() {
    return new LeftBehind(ThreadNames.all(), openFiles(), usedHeap());
  }

  @SuppressWarnings("SystemGc")
  private static long usedHeap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static List<String> openFiles() {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.map(Path::toString).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
