package dev.rekey.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ServersEndWithTheJvmTest {
  /** A program that starts all servers, says their process ids, and waits to be ended. */
  static final class Holder {
    private Holder() {}

    static void main() throws InterruptedException {
      try (var postgres = PostgresServer.start();
          var kafka = KafkaBroker.start(KafkaBroker.Listener.PLAINTEXT);
          var moto = MotoServer.start();
          var mariadb = MariadbServer.start();
          var clickhouse = ClickhouseServer.start()) {
        IO.println(
            "%d %d %d %d %d"
                .formatted(
                    postgres.processId(),
                    kafka.processId(),
                    moto.processId(),
                    mariadb.processId(),
                    clickhouse.processId()));
        new CountDownLatch(1).await();
      }
    }
  }

  @Test
  void programThatIsTerminatedLeavesNoServer() throws IOException, InterruptedException {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      List<Long> servers =
          holder
              .inputReader()
              .lines()
              .filter(line -> line.matches("[0-9]+( [0-9]+){4}"))
              .findFirst()
              .map(line -> List.of(line.split(" ", -1)))
              .orElseThrow()
              .stream()
              .map(Long::valueOf)
              .toList();
      assertThat(servers).allMatch(ServersEndWithTheJvmTest::isAlive);

      holder.destroy();

      assertThat(holder.waitFor(30, TimeUnit.SECONDS)).isTrue();
      await().untilAsserted(() -> assertThat(servers).noneMatch(ServersEndWithTheJvmTest::isAlive));
    } finally {
      holder.destroyForcibly();
    }
  }

  private static boolean isAlive(long process) {
    return ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
  }
}
