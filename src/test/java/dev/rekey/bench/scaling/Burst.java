package dev.rekey.bench.scaling;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Everything rotates at once: each secret feeds one data source, and has a new version. A seed says
 * in which partition the news of each is, and how quickly its data source answers. Good for one
 * run.
 */
final class Burst {
  /** Beside 32 tests of rotations at once, a sweep with 16 gets a third of the cores at most. */
  private static final double MOST_OF_A_SWEEP =
      Defaults.SWEPT_AT_ONCE / (double) (Defaults.SWEPT_AT_ONCE + Defaults.TESTS);

  private final Agenda agenda = new Agenda();
  private final MeasuredFigures figures;
  private final Deployment deployment;
  private final CommitLog journal;
  private final Rate quota;
  private final List<Slots> machines;
  private final List<SimulatedWorker> workers;
  private final int[] ended;

  private Burst(MeasuredFigures figures, Deployment deployment, int rotations) {
    this.figures = figures;
    this.deployment = deployment;
    this.journal =
        new CommitLog(
            agenda,
            figures.commitsPerSecond() - Defaults.leases(deployment.workers()),
            Defaults.seconds(figures.flush()));
    this.quota = new Rate(agenda, deployment.store().fetches());
    this.machines =
        IntStream.range(0, deployment.machines())
            .mapToObj(_ -> new Slots(agenda, figures.cores()))
            .toList();
    this.workers = IntStream.range(0, deployment.hearing()).mapToObj(this::worker).toList();
    this.ended = new int[rotations];
  }

  static Drain of(MeasuredFigures figures, Deployment deployment, int rotations, long seed) {
    return new Burst(figures, deployment, rotations).run(new SplittableRandom(seed));
  }

  private SimulatedWorker worker(int index) {
    return new SimulatedWorker(
        agenda,
        figures,
        quota,
        journal,
        machines.get(index % machines.size()),
        index == 0 ? 1 / (1 - swept()) : 1,
        deployment.store().pace());
  }

  /** Which part of its cores the worker with the sweep has for it. */
  private double swept() {
    double wanted = deployment.swept() / Defaults.seconds(Defaults.HEALTH);
    return Math.min(wanted / figures.sweep(), MOST_OF_A_SWEEP);
  }

  private Drain run(SplittableRandom random) {
    double test = Defaults.seconds(deployment.test());
    for (int i = 0; i < ended.length; i++) {
      int rotation = i;
      int partition = random.nextInt(deployment.partitions());
      workers
          .get(partition % workers.size())
          .rotate(test * (0.5 + random.nextDouble()), () -> ended[rotation]++);
    }
    agenda.run();
    Map<Limit, Double> use = use();
    return new Drain(
        Arrays.stream(ended).boxed().toList(),
        agenda.now(),
        journal.written(),
        quota.taken(),
        use,
        Drain.limit(use, deployment));
  }

  private Map<Limit, Double> use() {
    Map<Limit, Double> use = new EnumMap<>(Limit.class);
    use.put(Limit.JOURNAL, journal.use());
    use.put(Limit.QUOTA, quota.use());
    use.put(Limit.CORES, most(machines, Slots::use));
    use.put(Limit.TESTS, most(workers, SimulatedWorker::useOfTests));
    use.put(Limit.PACE, most(workers, SimulatedWorker::useOfPace));
    return use;
  }

  private static <T> double most(List<T> all, ToDoubleFunction<T> use) {
    return all.stream().mapToDouble(use).max().orElseThrow();
  }
}
