package dev.rekey.bench.scaling;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A database: whoever waits for a commit shares the next flush, and there are so many a second. */
final class CommitLog {
  private static final int MOST_IN_A_FLUSH = 64;

  private final Agenda agenda;
  private final double perSecond;
  private final double flush;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean flushing;
  private long written;

  /**
   * @param flush how long one takes at least, in seconds
   */
  CommitLog(Agenda agenda, double perSecond, double flush) {
    this.agenda = agenda;
    this.perSecond = perSecond;
    this.flush = flush;
  }

  void commit(Runnable then) {
    waiting.add(then);
    if (!flushing) {
      flush();
    }
  }

  /** One after the other. */
  void commit(int times, Runnable then) {
    commit(times == 1 ? then : () -> commit(times - 1, then));
  }

  private void flush() {
    List<Runnable> batch = new ArrayList<>();
    while (batch.size() < MOST_IN_A_FLUSH && !waiting.isEmpty()) {
      batch.add(waiting.remove());
    }
    flushing = true;
    agenda.in(Math.max(flush, batch.size() / perSecond), () -> flushed(batch));
  }

  private void flushed(List<Runnable> batch) {
    written += batch.size();
    batch.forEach(Runnable::run);
    flushing = false;
    if (!waiting.isEmpty()) {
      flush();
    }
  }

  long written() {
    return written;
  }

  double use() {
    return written / (perSecond * agenda.now());
  }
}
