package dev.rekey.sweep;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.sweep.Healths.Change;
import dev.rekey.sweep.SweepLog.Run;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers all that it is told. */
final class RecordingSweepObserver implements SweepObserver {
  final List<Change> tested = new CopyOnWriteArrayList<>();
  final List<DataSourceRef> forgotten = new CopyOnWriteArrayList<>();
  final List<Run> began = new CopyOnWriteArrayList<>();
  final List<Run> finished = new CopyOnWriteArrayList<>();
  final List<RuntimeException> broken = new CopyOnWriteArrayList<>();

  @Override
  public void tested(Change change) {
    tested.add(change);
  }

  @Override
  public void forgotten(DataSourceRef dataSource) {
    forgotten.add(dataSource);
  }

  @Override
  public void began(Run run) {
    began.add(run);
  }

  @Override
  public void finished(Run run, Instant at) {
    finished.add(run);
  }

  @Override
  public void broke(SweepKind kind, String environment, RuntimeException cause) {
    broken.add(cause);
  }

  /** What came into trouble, and out of it, in order. */
  List<String> transitions() {
    return tested.stream()
        .filter(change -> change.isUnhealthy() || change.isRecovered())
        .map(
            change ->
                change.now().dataSource().name()
                    + (change.isRecovered() ? " recovered" : " unhealthy"))
        .toList();
  }
}
