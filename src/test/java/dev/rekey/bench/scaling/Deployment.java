package dev.rekey.bench.scaling;

import java.time.Duration;

/**
 * Workers on one PostgreSQL.
 *
 * @param workers at least 1
 * @param machines that they share; each has the cores of the machine that was measured
 * @param partitions of the topic with the events; a worker without one hears of nothing
 * @param test how long a data source takes to answer a test, on the average
 * @param swept data sources that the sweep tests meanwhile, on one worker
 */
record Deployment(
    int workers, int machines, int partitions, Store store, Duration test, long swept) {
  /** So many for each worker that keys fall evenly. */
  static final int PARTITIONS_OF_A_WORKER = 4;

  /** Each worker on a machine of its own, with partitions enough. */
  static Deployment of(int workers, Store store, Duration test) {
    return new Deployment(workers, workers, workers * PARTITIONS_OF_A_WORKER, store, test, 0);
  }

  Deployment onMachines(int other) {
    return new Deployment(workers, other, partitions, store, test, swept);
  }

  Deployment withPartitions(int other) {
    return new Deployment(workers, machines, other, store, test, swept);
  }

  Deployment sweeping(long sources) {
    return new Deployment(workers, machines, partitions, store, test, sources);
  }

  /** The workers that hear of anything. */
  int hearing() {
    return Math.min(workers, partitions);
  }
}
