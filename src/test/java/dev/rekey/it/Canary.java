package dev.rekey.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.testing.WorkerProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A text that every secret value of a test holds, and that must be found nowhere. */
final class Canary {
  static final String TEXT = "canary-4b1d";

  private Canary() {}

  /**
   * Looks through the log and all files of the data folder, byte by byte.
   *
   * @param plain a text that is kept in plain, and must be found: it proves that the look is real
   */
  static void assertNotIn(WorkerProcess worker, String plain) {
    List<Path> files = files(worker.dataFolder());

    assertThat(files).anyMatch(file -> holds(file, plain));
    assertThat(files).noneMatch(file -> holds(file, TEXT));
    assertThat(Files.exists(worker.log())).isTrue();
    assertThat(holds(worker.log(), TEXT)).as("in the log").isFalse();
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean holds(Path file, String text) {
    try {
      return Files.readString(file, ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
