package dev.rekey.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.client.Datasource;
import dev.rekey.client.IntegrationKind;
import dev.rekey.client.Rotation;
import dev.rekey.client.RotationFilter;
import dev.rekey.client.RotationState;
import dev.rekey.testing.Eventually;
import dev.rekey.testing.PostgresServer;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A worker that drives the data sources of another server, a real PostgreSQL behind it. */
class RemoteTargetIT {
  @TempDir private Path folder;

  @Test
  void goodSecretIsCommittedAndABadOneRolledBackOnTheOtherServer()
      throws IOException, InterruptedException {
    PostgresServer postgres = PostgresServer.shared();
    postgres.createRole("remote_old", "old-pass");
    postgres.createRole("remote_new", "new-pass");
    try (WorkerProcess server = WorkerProcess.start("remote-server", WorkerConfig.silent())) {
      Datasource created =
          server
              .client()
              .datasources()
              .create(
                  IntegrationKind.POSTGRESQL,
                  "shop",
                  Map.of(
                      "PGHOST", "127.0.0.1",
                      "PGPORT", Integer.toString(postgres.port()),
                      "PGDATABASE", "postgres",
                      "PGUSER", "remote_old",
                      "PGPASSWORD", "old-pass"));
      Map<String, String> variables = server.clientVariables();
      Path secret =
          Files.writeString(folder.resolve("secret"), variables.get("CHALK_CLIENT_SECRET"));
      WorkerConfig config =
          WorkerConfig.silent()
              .driving(server.apiAddress(), variables.get("CHALK_CLIENT_ID"), secret)
              .bind("shop", "shop", Map.of("PGUSER", "/user", "PGPASSWORD", "/password"));
      try (WorkerProcess worker = WorkerProcess.start("remote-target", config)) {
        rotate(worker, "remote_new", "new-pass");
        assertThat(ended(worker, 1).state()).isEqualTo(RotationState.COMMITTED);
        assertThat(server.client().datasources().value(created.id(), "PGPASSWORD"))
            .contains("new-pass");

        rotate(worker, "remote_new", "wrong-pass");
        assertThat(ended(worker, 2).state())
            .isIn(RotationState.ROLLED_BACK, RotationState.REJECTED);
        assertThat(server.client().datasources().value(created.id(), "PGPASSWORD"))
            .contains("new-pass");
      }
    }
  }

  private static void rotate(WorkerProcess worker, String user, String password) {
    worker.writeSecret(
        "shop", "{\"user\": \"%s\", \"password\": \"%s\"}".formatted(user, password));
    Object _ = worker.client().rotations().trigger("dir://shop");
  }

  private static Rotation ended(WorkerProcess worker, int count) {
    return Eventually.get(
        Duration.ofMinutes(2),
        () -> "not ended",
        () -> {
          List<Rotation> all = worker.client().rotations().list(RotationFilter.newest(10));
          return all.size() == count
              ? all.stream().findFirst().filter(newest -> newest.state().isFinal())
              : Optional.empty();
        });
  }
}
