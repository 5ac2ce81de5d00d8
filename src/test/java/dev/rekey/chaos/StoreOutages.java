package dev.rekey.chaos;

import dev.rekey.testing.FaultProxy;

/** The database of the worker is taken away and brought back. */
final class StoreOutages implements Round {
  private final FaultProxy store;

  /**
   * @param store between the worker and its database
   */
  StoreOutages(FaultProxy store) {
    this.store = store;
  }

  @Override
  public void run(Scene scene, Tally tally) {
    store.refuse();
    Outage.awaitStore(scene, false);
    tally.fault("store refuses");
    store.pass();
    Outage.awaitStore(scene, true);

    store.reset();
    Outage.awaitStore(scene, false);
    tally.fault("store cut off");
    scene.worker().kill9();
    tally.killed("with its store away");
    store.pass();
    scene.worker().restart();
  }
}
