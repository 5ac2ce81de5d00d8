package dev.rekey.bench.scaling;

/** One worker: fetches, commits, tests, commits. */
final class SimulatedWorker {
  private final Agenda agenda;
  private final MeasuredFigures figures;
  private final Rate quota;
  private final CommitLog journal;
  private final Slots cores;
  private final double coreSeconds;
  private final Slots acting;
  private final Slots tests;
  private final Rate pace;

  /**
   * @param cores of its machine
   * @param slowdown how much longer everything takes on its cores because of what else they do
   */
  SimulatedWorker(
      Agenda agenda,
      MeasuredFigures figures,
      Rate quota,
      CommitLog journal,
      Slots cores,
      double slowdown,
      double perSecond) {
    this.agenda = agenda;
    this.figures = figures;
    this.quota = quota;
    this.journal = journal;
    this.cores = cores;
    this.coreSeconds = figures.coreSeconds() * slowdown;
    this.acting = new Slots(agenda, Defaults.ACTING);
    this.tests = new Slots(agenda, Defaults.TESTS);
    this.pace = new Rate(agenda, perSecond);
  }

  /**
   * @param test how long the data source takes for its answer, in seconds
   */
  void rotate(double test, Runnable ended) {
    acting.acquire(
        () ->
            pace.take(() -> quota.take(() -> journal.commit(before(), () -> verify(test, ended)))));
  }

  private int before() {
    return figures.commits() - 1;
  }

  private void verify(double test, Runnable ended) {
    acting.release();
    tests.acquire(() -> cores.hold(coreSeconds, () -> agenda.in(test, () -> conclude(ended))));
  }

  private void conclude(Runnable ended) {
    tests.release();
    journal.commit(ended);
  }

  double useOfTests() {
    return tests.use();
  }

  double useOfPace() {
    return pace.use();
  }
}
