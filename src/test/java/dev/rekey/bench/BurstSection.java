package dev.rekey.bench;

import dev.rekey.chaos.Bursts;
import dev.rekey.chaos.ProcessMemory;
import dev.rekey.testing.Progress;
import dev.rekey.testing.WorkerForm;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** 4,000 events at once over 5,000 bindings, against a bare loop, by turns. */
final class BurstSection implements Section {
  private static final int WARM_UP = 4;
  private static final int ROUNDS = 3;
  private static final WorkerForm FORM = WorkerForm.configured();

  @Override
  public String title() {
    return """
        Burst: 4,000 events at once from a real Kafka over 5,000 bindings, secrets in a directory, data sources
        on a stand-in for PostgreSQL in this process, store: SQLite; until all is committed. Against a loop in
        this process, %d data sources at once, as many as the worker tests at once: it consumes the events, and
        for each data source reads the secret's file, finds the data source in an own registry and swaps its
        keys there with group commit, connects and selects 1 with the driver; it has no journal. %d bursts
        of each come before, for warm-up. The worker runs on a JVM with the options of its image."""
        .formatted(BareBurst.CONCURRENCY, WARM_UP);
  }

  @Override
  public List<Figure> measure(Progress progress) {
    List<Figure> figures = new ArrayList<>(configured(progress));
    if (FORM != WorkerForm.AOT && WorkerForm.hasArchive()) {
      figures.add(memory(WorkerForm.AOT, List.of(archived(progress))));
    }
    return figures;
  }

  private static List<Figure> configured(Progress progress) {
    List<Double> rekey = new ArrayList<>();
    List<Double> bare = new ArrayList<>();
    List<Double> memory = new ArrayList<>();
    try (Bursts bursts = new Bursts(progress, "bench_burst", FORM);
        BareBurst loop = new BareBurst(bursts.fleet(), bursts.targetPort())) {
      int sources = bursts.fleet().dataSources().size();
      for (int i = 0; i < WARM_UP; i++) {
        double _ = loop.next() + bursts.next();
      }
      for (int round = 0; round < ROUNDS; round++) {
        bare.add(sources / loop.next());
        rekey.add(sources / bursts.next());
        bursts.fleet().requireCommitted(bursts.worker().client());
        memory.add(peak(bursts));
        progress.say("The bare loop: %.0f rotations/s".formatted(bare.getLast()));
      }
    }
    return List.of(
        Figure.of("drained, rotations/s", rekey)
            .against("bare loop", bare)
            .bar(Bar.ratioAtLeast(0.67)),
        memory(FORM, memory));
  }

  private static double archived(Progress progress) {
    try (Bursts bursts = new Bursts(progress, "bench_burst_aot", WorkerForm.AOT)) {
      double _ = bursts.next();
      bursts.fleet().requireCommitted(bursts.worker().client());
      return peak(bursts);
    }
  }

  private static Figure memory(WorkerForm form, List<Double> mebibytes) {
    return Figure.of(
        "RSS in the burst at its peak, %s, MiB".formatted(form.name().toLowerCase(Locale.ROOT)),
        mebibytes);
  }

  /** Since the worker started. */
  private static double peak(Bursts bursts) {
    return ProcessMemory.of(bursts.worker().pid()).peak();
  }
}
