package dev.rekey.chaos;

import dev.rekey.client.IntegrationKind;
import dev.rekey.client.RekeyClient;
import dev.rekey.client.Rotation;
import dev.rekey.testing.ConsumerGroup;
import dev.rekey.testing.Eventually;
import dev.rekey.testing.FailPoints;
import dev.rekey.testing.FaultProxy;
import dev.rekey.testing.KafkaBroker;
import dev.rekey.testing.RecordingPostgres;
import dev.rekey.testing.RotationEvents;
import dev.rekey.testing.TempFolder;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * A worker under a stream of events, its data sources, and all that can be made to go wrong around
 * it. Not thread-safe.
 */
final class Scene implements AutoCloseable {
  /** The name of a data source that nothing is bound to. */
  static final String SCRATCH = "scratch";

  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(120);
  private static final Duration PACE = Duration.ofMillis(40);

  /**
   * By default offsets are committed every five seconds: a worker that does not live so long gets
   * everything again, and a chain of short lives gets nowhere.
   */
  private static final Map<String, String> OFTEN = Map.of("auto.commit.interval.ms", "1000");

  private final String name;
  private final String topic;
  private final Path failPointFolder = TempFolder.create("rekey-chaos-");
  private final RecordingPostgres target;
  private final FaultProxy network;
  private final FailPoints failPoints = new FailPoints(failPointFolder);
  private final WorkerProcess worker;
  private final RotationEvents events;
  private final EventStream stream;
  private final Inspection inspection;

  /**
   * @param remote how many data sources are behind {@link #network}
   * @param store what makes the configuration one with the store that is wanted
   */
  Scene(
      String name,
      Fleet fleet,
      int remote,
      UnaryOperator<WorkerConfig> store,
      RandomGenerator random) {
    this.name = name;
    topic = name + "-" + UUID.randomUUID();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> TempFolder.delete(failPointFolder), "fail-points-stop"));
    target = RecordingPostgres.start(fleet);
    network = FaultProxy.to("127.0.0.1", target.port());
    KafkaBroker broker = KafkaBroker.shared();
    events = RotationEvents.newTopic(broker, topic);
    WorkerConfig listening =
        WorkerConfig.listening(broker.bootstrapServers(), topic, OFTEN)
            .limited(Map.of("test-timeout", "2s"));
    worker = WorkerProcess.start(name, store.apply(fleet.bind(listening)), failPoints);
    Set<String> behindNetwork = Set.copyOf(fleet.dataSources().subList(0, remote));
    Map<String, String> ids =
        fleet.create(
            worker.client(), each -> behindNetwork.contains(each) ? network.port() : target.port());
    var _ =
        worker
            .client()
            .datasources()
            .create(
                IntegrationKind.POSTGRESQL,
                SCRATCH,
                Fleet.config(SCRATCH, target.port(), new Credential(SCRATCH, 0)));
    fleet.secrets().forEach(each -> worker.writeSecret(each.name(), each.first().json()));
    inspection = new Inspection(fleet, new WorkerView(ids));
    stream = new EventStream(fleet.secrets(), worker::writeSecret, events, random, PACE);
  }

  String name() {
    return name;
  }

  WorkerProcess worker() {
    return worker;
  }

  RekeyClient client() {
    return worker.client();
  }

  FailPoints failPoints() {
    return failPoints;
  }

  /** What some of the data sources are behind. */
  FaultProxy network() {
    return network;
  }

  EventStream stream() {
    return stream;
  }

  /** Lets the worker come to rest, undisturbed. */
  private void settle() {
    ConsumerGroup.awaitAllAcknowledged(topic);
    Eventually.get(
        SETTLE_LIMIT,
        () -> "not at its end: " + WorkerView.underWay(client()),
        () -> {
          List<Rotation> open = WorkerView.underWay(client());
          return open.isEmpty() ? Optional.of(open) : Optional.empty();
        });
  }

  /** Ends the stream for now, and looks whether all that must hold does hold. */
  void check(Tally tally) {
    stream.pause();
    try {
      settle();
    } catch (IllegalStateException e) {
      tally.broken(Invariant.NO_EVENT_LOST.by(name, String.valueOf(e.getMessage())));
    }
    tally.found(name, stream.sent(), inspection.look(client()));
  }

  @Override
  public void close() {
    stream.pause();
    worker.close();
    events.close();
    network.close();
    target.close();
    TempFolder.delete(failPointFolder);
  }
}
