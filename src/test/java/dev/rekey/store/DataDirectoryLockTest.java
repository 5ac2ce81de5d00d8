package dev.rekey.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryLockTest {
  @TempDir private Path folder;

  @Test
  void secondHolderInThisProcessIsRefused() throws IOException {
    try (DataDirectoryLock first = DataDirectoryLock.take(folder)) {
      assertThat(first).isNotNull();
      assertThatThrownBy(() -> DataDirectoryLock.take(folder))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(folder.toString());
    }
  }

  @Test
  void lockIsFreeOnceItIsClosed() throws IOException {
    DataDirectoryLock.take(folder).close();

    try (DataDirectoryLock second = DataDirectoryLock.take(folder)) {
      assertThat(second).isNotNull();
    }
  }

  @Test
  void anotherProcessIsRefused() throws IOException, InterruptedException {
    try (DataDirectoryLock first = DataDirectoryLock.take(folder)) {
      assertThat(first).isNotNull();
      Process other =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Taker.class.getName(),
                  folder.toString())
              .redirectErrorStream(true)
              .start();

      String output = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(other.waitFor(30, TimeUnit.SECONDS)).isTrue();

      assertThat(other.exitValue()).isNotZero();
      assertThat(output).contains("another worker uses the data directory " + folder);
    }
  }

  /** Another worker, as far as the lock is concerned. */
  static final class Taker {
    private Taker() {}

    public static void main(String[] arguments) throws IOException {
      DataDirectoryLock.take(Path.of(arguments[0])).close();
    }
  }
}
