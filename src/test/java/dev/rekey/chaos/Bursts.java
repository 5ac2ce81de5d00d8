package dev.rekey.chaos;

import dev.rekey.testing.Eventually;
import dev.rekey.testing.KafkaBroker;
import dev.rekey.testing.Progress;
import dev.rekey.testing.RecordingPostgres;
import dev.rekey.testing.RotationEvents;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerForm;
import dev.rekey.testing.WorkerProcess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A packaged worker with 5,000 bindings, and 4,000 events at once, as often as is wanted. */
public final class Bursts implements AutoCloseable {
  private static final int SINGLE = 3_000;
  private static final int SHARED = 1_000;
  private static final int FAN_OUT = 2;

  /** The data sources are made faster than one client may call by default. */
  public static final Map<String, String> FAST_CALLS = Map.of("calls-per-second", "100000");

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final double NANOS_PER_SECOND = 1e9;

  private final Progress progress;
  private final Fleet fleet;
  private final RecordingPostgres target;
  private final RotationEvents events;
  private final WorkerProcess worker;

  /**
   * Starts the worker, and makes the data sources.
   *
   * @param name of the topic and the log; names begin with it
   */
  public Bursts(Progress progress, String name, WorkerForm form) {
    this.progress = progress;
    fleet = new Fleet(name + "_", SINGLE, SHARED, FAN_OUT);
    target = RecordingPostgres.start(fleet);
    KafkaBroker broker = KafkaBroker.shared();
    events = RotationEvents.newTopic(broker, name);
    worker =
        WorkerProcess.start(
            name,
            fleet.bind(WorkerConfig.listening(broker.bootstrapServers(), name)).limited(FAST_CALLS),
            form);
    progress.say("The worker is ready.");
    var _ = fleet.create(worker.client(), each -> target.port());
    progress.say("%d data sources are made.".formatted(fleet.dataSources().size()));
  }

  public Fleet fleet() {
    return fleet;
  }

  public WorkerProcess worker() {
    return worker;
  }

  /** Where all data sources log in, on loopback. */
  public int targetPort() {
    return target.port();
  }

  /**
   * A new version of every secret, and an event for each, all at once; returns when all of it is
   * carried.
   *
   * @return how long that took, in seconds
   */
  public double next() {
    List<ManagedSecret> secrets = fleet.secrets();
    for (ManagedSecret secret : secrets) {
      worker.writeSecret(secret.name(), secret.change(Change.GOOD).json());
    }
    long begin = System.nanoTime();
    events.publishAll(secrets.stream().map(ManagedSecret::name).toList());
    double published = secondsSince(begin);
    Eventually.get(
        LIMIT,
        () ->
            secrets.stream().filter(each -> !each.isEverywhere()).count() + " secrets not carried",
        () -> {
          progress.tick("still carrying");
          return Optional.of(fleet)
              .filter(Fleet::isCarried)
              .filter(_ -> WorkerView.underWay(worker.client()).isEmpty());
        });
    double drained = secondsSince(begin);
    progress.say(
        "%d events published in %.1f s, %d rotations committed in %.1f s: %.0f rotations/s"
            .formatted(
                secrets.size(),
                published,
                fleet.dataSources().size(),
                drained,
                fleet.dataSources().size() / drained));
    return drained;
  }

  private static double secondsSince(long begin) {
    return (System.nanoTime() - begin) / NANOS_PER_SECOND;
  }

  @Override
  public void close() {
    worker.close();
    events.close();
    target.close();
  }
}
