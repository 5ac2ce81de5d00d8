package dev.rekey.sweep;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.sweep.SweepLog.Run;
import java.time.Instant;
import java.util.List;

/**
 * Is told what sweeps find, for metrics, logs and notifications. Must be quick and must not throw.
 * Called from many threads. What a worker had found when it was killed may not have been told.
 */
public interface SweepObserver {
  /** A data source was tested; the change tells whether it has come into trouble or out of it. */
  default void tested(Healths.Change change) {}

  /** A data source is there no more. */
  default void forgotten(DataSourceRef dataSource) {}

  /** A sweep begins, or goes on where another worker, or an earlier start of this one, stopped. */
  default void began(Run run) {}

  /**
   * A sweep has come to its end.
   *
   * @param at when
   */
  default void finished(Run run, Instant at) {}

  /** Something broke; the sweep goes on later, or the one thing is left out of it. */
  default void broke(SweepKind kind, String environment, RuntimeException cause) {}

  /** Tells each of them, in this order. */
  static SweepObserver all(List<SweepObserver> observers) {
    return new SweepObserver() {
      @Override
      public void tested(Healths.Change change) {
        observers.forEach(each -> each.tested(change));
      }

      @Override
      public void forgotten(DataSourceRef dataSource) {
        observers.forEach(each -> each.forgotten(dataSource));
      }

      @Override
      public void began(Run run) {
        observers.forEach(each -> each.began(run));
      }

      @Override
      public void finished(Run run, Instant at) {
        observers.forEach(each -> each.finished(run, at));
      }

      @Override
      public void broke(SweepKind kind, String environment, RuntimeException cause) {
        observers.forEach(each -> each.broke(kind, environment, cause));
      }
    };
  }
}
