package dev.rekey.chaos;

import dev.rekey.testing.FaultProxy;
import java.time.Duration;

/** Some data sources are slow, silent, or cut off. */
final class NetworkFaults implements Round {
  private static final Duration DELAY = Duration.ofMillis(150);
  private static final int FELT = 5;

  @Override
  public void run(Scene scene, Tally tally) {
    FaultProxy network = scene.network();
    network.delay(DELAY);
    Outage.awaitFelt("delay", () -> network.openConnections() >= FELT);
    tally.fault("network delay");
    fault(scene, tally, "network silence", "timed_out", network::blackHole);
    fault(scene, tally, "network reset", "unreachable", network::reset);
    fault(scene, tally, "network refusal", "unreachable", network::refuse);
    network.pass();
  }

  private static void fault(Scene scene, Tally tally, String name, String verdict, Runnable begin) {
    double before = tests(scene, verdict);
    begin.run();
    Outage.awaitFelt(name, () -> tests(scene, verdict) >= before + FELT);
    tally.fault(name);
    scene.network().pass();
  }

  private static double tests(Scene scene, String verdict) {
    return scene.worker().metric("rekey_tests_total", "result=\"" + verdict + "\"");
  }
}
