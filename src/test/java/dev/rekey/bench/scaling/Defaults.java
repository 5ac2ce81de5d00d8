package dev.rekey.bench.scaling;

import java.time.Duration;

/** The defaults of config/rekey.yaml, and constants of the code, that the model goes by. */
final class Defaults {
  /** limits.max-concurrent-rotations. */
  static final int ACTING = 64;

  /** limits.max-concurrent-tests-per-kind: everything is of one kind here. */
  static final int TESTS = 32;

  /** sweeps.health.max-concurrent-tests, sweeps.drift.max-concurrent-calls. */
  static final int SWEPT_AT_ONCE = 16;

  /** sweeps.health.every. */
  static final Duration HEALTH = Duration.ofMinutes(15);

  /** sweeps.health.spread. */
  static final double SPREAD = 0.5;

  /** sweeps.drift.every. */
  static final Duration DRIFT = Duration.ofHours(1);

  /** A third of worker.lease. */
  static final Duration RENEWAL = Duration.ofSeconds(5);

  /** The renewal, and the look for what nobody drives. */
  static final int COMMITS_OF_A_RENEWAL = 2;

  /** Data sources in a page of a sweep. */
  static final int PAGE = 100;

  /** How they are, and how far the sweep is. */
  static final int COMMITS_OF_A_PAGE = 2;

  /** The most connections of a worker to PostgreSQL. */
  static final int CONNECTIONS = 16;

  private Defaults() {}

  /** Commits a second for the leases of so many workers. */
  static double leases(int workers) {
    return workers * COMMITS_OF_A_RENEWAL / seconds(RENEWAL);
  }

  static double seconds(Duration duration) {
    return duration.toMillis() / 1_000.0;
  }
}
