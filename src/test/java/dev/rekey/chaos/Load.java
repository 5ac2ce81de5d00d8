package dev.rekey.chaos;

import dev.rekey.testing.LiveHeap;
import dev.rekey.testing.Progress;
import dev.rekey.testing.Shutdown;
import dev.rekey.testing.WorkerForm;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * 4,000 events at once over 5,000 bindings, again and again. Exit code 0 only if all of it is
 * carried, the worker never takes 512 MiB, and the last burst leaves no more behind than the first.
 */
public final class Load {
  private static final int BURSTS = 4;
  private static final long RSS_LIMIT_MIB = 512;
  private static final long GROWTH_LIMIT_MIB = 24;
  private static final long BYTES_PER_MIB = 1024 * 1024;

  private final Progress progress;
  private final Bursts bursts;

  private Load(Progress progress, Bursts bursts) {
    this.progress = progress;
    this.bursts = bursts;
  }

  public static void main(String[] args) {
    // Kafka's chatter is not part of the story.
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    Logger.getLogger("").setLevel(Level.WARNING);
    var progress = new Progress(System.out);
    try (var bursts = new Bursts(progress, "load", WorkerForm.configured())) {
      System.exit(new Load(progress, bursts).run() ? 0 : 1);
    } catch (RuntimeException e) {
      if (!Shutdown.isUnderWay()) {
        progress.say("FAILED: " + e.getMessage());
        System.exit(1);
      }
    }
  }

  private boolean run() {
    report("before");
    bursts.next();
    Memory first = report("after the first burst");
    Memory last = first;
    for (int i = 1; i < BURSTS; i++) {
      bursts.next();
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

  /**
   * What the worker takes, in MiB.
   *
   * @param heap what is alive in it
   */
  private record Memory(ProcessMemory process, long heap) {}

  private Memory report(String when) {
    // Before the collection, which gives memory back.
    ProcessMemory process = ProcessMemory.of(bursts.worker().pid());
    long heap = LiveHeap.bytes(bursts.worker().pid()) / BYTES_PER_MIB;
    progress.say(
        "RSS %s: %d MiB, at its peak %d MiB; alive in the heap after a full collection: %d MiB"
            .formatted(when, process.now(), process.peak(), heap));
    return new Memory(process, heap);
  }
}
