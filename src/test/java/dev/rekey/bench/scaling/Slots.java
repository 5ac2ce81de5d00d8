package dev.rekey.bench.scaling;

import java.util.ArrayDeque;
import java.util.Queue;

/** So many at one time, first come, first served. */
final class Slots {
  private final Agenda agenda;
  private final int most;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int held;
  private double heldFor;
  private double changed;

  Slots(Agenda agenda, int most) {
    this.agenda = agenda;
    this.most = most;
  }

  void acquire(Runnable then) {
    if (held == most) {
      waiting.add(then);
    } else {
      change(1);
      then.run();
    }
  }

  void release() {
    Runnable next = waiting.poll();
    if (next == null) {
      change(-1);
    } else {
      next.run();
    }
  }

  /** Holds one for some time. */
  void hold(double seconds, Runnable then) {
    acquire(
        () ->
            agenda.in(
                seconds,
                () -> {
                  release();
                  then.run();
                }));
  }

  private void change(int by) {
    heldFor += held * (agenda.now() - changed);
    changed = agenda.now();
    held += by;
  }

  /** Which part of it was in use from the beginning until now, 0 to 1. */
  double use() {
    change(0);
    return heldFor / (most * agenda.now());
  }
}
