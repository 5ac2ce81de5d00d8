package dev.rekey.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.client.IntegrationKind;
import dev.rekey.client.Rotation;
import dev.rekey.client.RotationState;
import dev.rekey.testing.KafkaBroker;
import dev.rekey.testing.PostgresServer;
import dev.rekey.testing.RotationEvents;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged worker with its state in PostgreSQL instead of a file. */
class PostgresStoreIT {
  private static final String TOPIC = "stored-in-postgresql";

  @TempDir private Path folder;

  @Test
  void aRotationIsCommittedAndOutlivesTheWorker() throws IOException {
    PostgresServer store = PostgresServer.shared();
    store.createRole("rekey_store", "store-password");
    store.createDatabase("rekey_store", "rekey_store");
    Path password = Files.writeString(folder.resolve("password"), "store-password\n");
    KafkaBroker broker = KafkaBroker.shared();
    WorkerConfig config =
        WorkerConfig.listening(broker.bootstrapServers(), TOPIC)
            .bind("login", "stored_source", Map.of("PGPASSWORD", "/password"))
            .storedIn(store.jdbcUrl("rekey_store"), "rekey_store", password);
    Login login = Login.known();
    Login next = login.withNewPassword();

    try (RotationEvents events = RotationEvents.newTopic(broker, TOPIC);
        WorkerProcess worker = WorkerProcess.start("postgresql-store", config)) {
      String source =
          worker
              .client()
              .datasources()
              .create(IntegrationKind.POSTGRESQL, "stored_source", login.config())
              .id();
      store.changePassword(next.user(), next.password());
      worker.writeSecret("login", next.json());
      Rotation rotation = RotationWatch.awaitEnd(worker.client(), events.publish("login"));
      worker.kill9();
      worker.restart();

      assertThat(rotation.state()).as(rotation.detail()).isEqualTo(RotationState.COMMITTED);
      assertThat(worker.client().rotations().get(rotation.id()).state())
          .isEqualTo(RotationState.COMMITTED);
      assertThat(Login.heldBy(worker.client(), source)).isEqualTo(next);
    }
  }
}
