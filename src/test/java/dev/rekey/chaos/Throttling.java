package dev.rekey.chaos;

/** The secret store asks everyone to come back later. */
final class Throttling implements Round {
  private static final int FELT = 50;

  @Override
  public void run(Scene scene, Tally tally) {
    int before = scene.failPoints().throttled();
    scene.failPoints().throttle();
    Outage.awaitFelt("throttling", () -> scene.failPoints().throttled() >= before + FELT);
    scene.failPoints().unthrottle();
    tally.fault("secret store throttled");
  }
}
