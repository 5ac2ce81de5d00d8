package dev.rekey.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.client.IntegrationKind;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The worker where it can write to one volume alone, as a user that nobody knows. */
class ContainedIT {
  private static final int UID = 1_234_567;

  @Test
  void aReadOnlyRootAndAnArbitraryUidAreEnough() throws IOException {
    try (WorkerProcess worker = WorkerProcess.startContained("contained", WorkerConfig.silent())) {
      String id =
          worker
              .client()
              .datasources()
              .create(IntegrationKind.POSTGRESQL, "contained", Login.known().config())
              .id();

      worker.stop();
      worker.restart();

      Path database = worker.dataFolder().resolve("rekey.db");
      assertThat(Files.getAttribute(database, "unix:uid")).isEqualTo(UID);
      assertThat(worker.client().datasources().get(id).name()).isEqualTo("contained");
      worker.stop();
      assertThat(worker.exitCode()).isZero();
    }
  }
}
