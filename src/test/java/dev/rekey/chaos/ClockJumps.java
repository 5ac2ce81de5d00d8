package dev.rekey.chaos;

import java.time.Duration;
import java.time.Instant;

/** The worker's clock is an hour ahead, then an hour behind; it is killed in between. */
final class ClockJumps implements Round {
  private static final Duration JUMP = Duration.ofHours(1);
  private static final Duration NEAR = Duration.ofMinutes(10);

  @Override
  public void run(Scene scene, Tally tally) {
    jump(scene, JUMP);
    tally.fault("clock an hour ahead");
    scene.worker().kill9();
    tally.killed("with its clock ahead");
    scene.failPoints().skew(JUMP.negated());
    scene.worker().restart();
    jump(scene, JUMP.negated());
    tally.fault("clock an hour behind");
    scene.failPoints().skew(Duration.ZERO);
  }

  private static void jump(Scene scene, Duration ahead) {
    scene.failPoints().skew(ahead);
    Outage.awaitFelt(
        "a clock that is off",
        () -> {
          Instant written = scene.client().rotations().audit("", 1).getFirst().at();
          return Duration.between(Instant.now().plus(ahead), written).abs().compareTo(NEAR) < 0;
        });
  }
}
