package dev.rekey.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.testing.Eventually;
import dev.rekey.testing.KafkaBroker;
import dev.rekey.testing.RecordingPostgres;
import dev.rekey.testing.RotationEvents;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A worker that is told to stop while it has its hands full. */
class DrainIT {
  private static final String TOPIC = "drained";
  private static final int SECRETS = 400;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Test
  void whatWasUnderWayIsEndedOrHandedBackAndNothingIsLost() {
    var fleet = new Fleet("drain_", SECRETS, 0, 1);
    KafkaBroker broker = KafkaBroker.shared();
    WorkerConfig config = fleet.bind(WorkerConfig.listening(broker.bootstrapServers(), TOPIC));
    try (var target = RecordingPostgres.start(fleet);
        var events = RotationEvents.newTopic(broker, TOPIC);
        var worker = WorkerProcess.start("drain", config)) {
      var _ = fleet.create(worker.client(), each -> target.port());
      List<ManagedSecret> secrets = fleet.secrets();
      secrets.forEach(each -> worker.writeSecret(each.name(), each.change(Change.GOOD).json()));
      events.publishAll(secrets.stream().map(ManagedSecret::name).toList());
      await("nothing is carried", secrets, 1);

      // Gives up by itself when the worker takes longer than its drain and a little.
      worker.stop();

      assertThat(worker.exitCode()).isZero();
      assertThat(worker.log()).content().contains("worker stopped");
      worker.restart();
      await("something was lost", secrets, SECRETS);
      assertThat(
              Eventually.get(
                  LIMIT,
                  () -> "some are still under way",
                  () -> Optional.of(WorkerView.underWay(worker.client())).filter(List::isEmpty)))
          .isEmpty();
    }
  }

  private static void await(String complaint, List<ManagedSecret> secrets, long least) {
    Eventually.get(
        LIMIT,
        () -> complaint,
        () ->
            Optional.of(secrets.stream().filter(ManagedSecret::isEverywhere).count())
                .filter(carried -> carried >= least));
  }
}
