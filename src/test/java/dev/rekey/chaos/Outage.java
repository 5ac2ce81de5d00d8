package dev.rekey.chaos;

import dev.rekey.client.RekeyClient;
import dev.rekey.client.RekeyException;
import dev.rekey.testing.Eventually;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Waits until an outage is felt by the worker. */
final class Outage {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Outage() {}

  static void awaitFelt(String fault, BooleanSupplier felt) {
    Eventually.get(
        LIMIT,
        () -> "nothing was felt of: " + fault,
        () -> felt.getAsBoolean() ? Optional.of(fault) : Optional.empty());
  }

  /** Returns when the worker's store takes writes, or does not. */
  static void awaitStore(Scene scene, boolean works) {
    awaitFelt(
        works ? "the store is back" : "the store is away", () -> canWrite(scene.client()) == works);
  }

  private static boolean canWrite(RekeyClient client) {
    try {
      String scratch = client.datasources().find(Scene.SCRATCH).orElseThrow().id();
      var _ =
          client.datasources().update(scratch, Map.of("note", String.valueOf(System.nanoTime())));
      return true;
    } catch (RekeyException away) {
      return false;
    }
  }
}
