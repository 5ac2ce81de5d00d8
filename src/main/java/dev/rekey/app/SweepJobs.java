package dev.rekey.app;

import dev.rekey.sweep.Sweeper;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.quarkus.scheduler.Scheduler;

/** Lets the sweepers look every second whether something is due. When it is, the store says. */
final class SweepJobs implements AutoCloseable {
  private static final String EACH = "1s";

  private final Scheduler scheduler;
  private final Sweeper health;
  private final Sweeper drift;

  SweepJobs(Scheduler scheduler, Sweeper health, Sweeper drift) {
    this.scheduler = scheduler;
    this.health = health;
    this.drift = drift;
  }

  void start() {
    schedule("health sweep", health);
    schedule("drift sweep", drift);
  }

  private void schedule(String name, Sweeper sweeper) {
    var _ =
        scheduler
            .newJob(name)
            .setInterval(EACH)
            .setConcurrentExecution(ConcurrentExecution.SKIP)
            .setTask(_ -> sweeper.tick(), true)
            .schedule();
  }

  @Override
  public void close() {
    health.close();
    drift.close();
  }
}
