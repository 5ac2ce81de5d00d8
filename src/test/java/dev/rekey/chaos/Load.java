package dev.rekey.chaos;

import dev.rekey.testing.Eventually;
import dev.rekey.testing.KafkaBroker;
import dev.rekey.testing.LiveHeap;
import dev.rekey.testing.Progress;
import dev.rekey.testing.RecordingPostgres;
import dev.rekey.testing.RotationEvents;
import dev.rekey.testing.Shutdown;
import dev.rekey.testing.WorkerConfig;
import dev.rekey.testing.WorkerProcess;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * 4,000 events at once over 5,000 bindings, again and again. Exit code 0 only if all of it is
 * carried, the worker never takes 512 MiB, and the last burst leaves no more behind than the first.
 */
public final class Load {
  private static final String TOPIC = "load";
  private static final int SINGLE = 3_000;
  private static final int SHARED = 1_000;
  private static final int FAN_OUT = 2;
  private static final int BURSTS = 4;
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final long RSS_LIMIT_MIB = 512;
  private static final long GROWTH_LIMIT_MIB = 24;
  private static final long BYTES_PER_MIB = 1024 * 1024;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Progress progress;
  private final Fleet fleet;
  private final RotationEvents events;
  private final WorkerProcess worker;

  private Load(Progress progress, Fleet fleet, RotationEvents events, WorkerProcess worker) {
    this.progress = progress;
    this.fleet = fleet;
    this.events = events;
    this.worker = worker;
  }

  public static void main(String[] args) {
    // Kafka's chatter is not part of the story.
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    Logger.getLogger("").setLevel(Level.WARNING);
    var progress = new Progress(System.out);
    var fleet = new Fleet("load_", SINGLE, SHARED, FAN_OUT);
    KafkaBroker broker = KafkaBroker.shared();
    WorkerConfig listening = WorkerConfig.listening(broker.bootstrapServers(), TOPIC);
    try (var target = RecordingPostgres.start(fleet);
        var events = RotationEvents.newTopic(broker, TOPIC);
        var worker = WorkerProcess.start("load", fleet.bind(listening))) {
      progress.say("The worker is ready.");
      var _ = fleet.create(worker.client(), each -> target.port());
      progress.say("%d data sources are made.".formatted(fleet.dataSources().size()));
      System.exit(new Load(progress, fleet, events, worker).run() ? 0 : 1);
    } catch (RuntimeException e) {
      if (!Shutdown.isUnderWay()) {
        progress.say("FAILED: " + e.getMessage());
        System.exit(1);
      }
    }
  }

  private boolean run() {
    report("before");
    burst();
    Memory first = report("after the first burst");
    Memory last = first;
    for (int i = 1; i < BURSTS; i++) {
      burst();
      last = report("after a further burst");
    }
    boolean isSmall = last.process().peak() < RSS_LIMIT_MIB;
    boolean isFlat =
        last.heap() <= first.heap() + GROWTH_LIMIT_MIB
            && last.process().now() <= first.process().now() + GROWTH_LIMIT_MIB;
    progress.say(
        "RSS below %d MiB: %s. Memory flat: %s."
            .formatted(RSS_LIMIT_MIB, isSmall ? "yes" : "NO", isFlat ? "yes" : "NO"));
    return isSmall && isFlat;
  }

  /** A new version of every secret, and an event for each, all at once. */
  private void burst() {
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
          return Optional.of(secrets)
              .filter(all -> all.stream().allMatch(ManagedSecret::isEverywhere))
              .filter(all -> WorkerView.underWay(worker.client()).isEmpty());
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
  }

  /**
   * What the worker takes, in MiB.
   *
   * @param heap what is alive in it
   */
  private record Memory(ProcessMemory process, long heap) {}

  private Memory report(String when) {
    // Before the collection, which gives memory back.
    ProcessMemory process = ProcessMemory.of(worker.pid());
    long heap = LiveHeap.bytes(worker.pid()) / BYTES_PER_MIB;
    progress.say(
        "RSS %s: %d MiB, at its peak %d MiB; alive in the heap after a full collection: %d MiB"
            .formatted(when, process.now(), process.peak(), heap));
    return new Memory(process, heap);
  }

  private static double secondsSince(long begin) {
    return (System.nanoTime() - begin) / NANOS_PER_SECOND;
  }
}
