package dev.rekey.ops;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.sweep.Healths.Change;
import dev.rekey.sweep.SourceHealth;
import dev.rekey.sweep.SweepKind;
import dev.rekey.sweep.SweepLog.Run;
import dev.rekey.sweep.SweepObserver;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/** Logs sweeps, and what they change for a data source; not every test. */
public final class SweepLogging implements SweepObserver {
  private static final Logger LOGGER = Logger.getLogger(SweepLogging.class);

  @Override
  public void tested(Change change) {
    SourceHealth now = change.now();
    if (change.isUnhealthy()) {
      LOGGER.warnf(
          "data source unhealthy dataSource=%s kind=%s state=%s detail=%s",
          now.dataSource(), now.kind(), now.health().state(), now.health().message());
    } else if (change.isRecovered()) {
      LOGGER.infof("data source recovered dataSource=%s kind=%s", now.dataSource(), now.kind());
    }
  }

  @Override
  public void forgotten(DataSourceRef dataSource) {
    LOGGER.debugf("data source gone dataSource=%s", dataSource);
  }

  @Override
  public void began(Run run) {
    LOGGER.debugf(
        "sweep goes on sweep=%s environment=%s run=%s done=%d total=%d",
        run.kind(), run.environment(), run.id(), run.done(), run.total());
  }

  @Override
  public void finished(Run run, Instant at) {
    LOGGER.infof(
        "sweep finished sweep=%s environment=%s total=%d seconds=%d",
        run.kind(),
        run.environment(),
        run.total(),
        Duration.between(run.startedAt(), at).toSeconds());
  }

  @Override
  public void broke(SweepKind kind, String environment, RuntimeException cause) {
    LOGGER.warnf(
        "sweep broke, goes on later sweep=%s environment=%s error=%s at=%s",
        kind,
        environment,
        cause.getClass().getName(),
        cause.getStackTrace().length == 0 ? "unknown" : cause.getStackTrace()[0]);
  }
}
