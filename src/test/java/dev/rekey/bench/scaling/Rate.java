package dev.rekey.bench.scaling;

/** So many a second: a bucket without savings. */
final class Rate {
  private final Agenda agenda;
  private final double perSecond;
  private double next;
  private long taken;

  Rate(Agenda agenda, double perSecond) {
    this.agenda = agenda;
    this.perSecond = perSecond;
  }

  void take(Runnable then) {
    taken++;
    next = Math.max(next, agenda.now()) + 1 / perSecond;
    agenda.in(next - agenda.now(), then);
  }

  long taken() {
    return taken;
  }

  double use() {
    return taken / (perSecond * agenda.now());
  }
}
