package dev.rekey.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The worker's files take no more. A limit on the size of a file stands for the full disk: the
 * kernel answers EFBIG where a full disk answers ENOSPC, and refuses to write again what is there
 * already, too.
 */
final class FullDisk implements Round {
  private static final String ONE_PAGE = "4096";
  private static final String NO_LIMIT = "unlimited";

  @Override
  public void run(Scene scene, Tally tally) {
    limit(scene, ONE_PAGE);
    Outage.awaitStore(scene, false);
    tally.fault("disk full");
    limit(scene, NO_LIMIT);
    Outage.awaitStore(scene, true);

    limit(scene, ONE_PAGE);
    Outage.awaitStore(scene, false);
    tally.fault("disk full");
    scene.worker().kill9();
    tally.killed("with its disk full");
    scene.worker().restart();
  }

  /** Sets the soft limit alone, so that it can be lifted again. */
  private static void limit(Scene scene, String bytes) {
    var command =
        List.of("prlimit", "--pid", String.valueOf(scene.worker().pid()), "--fsize=" + bytes + ":");
    try {
      int exit = new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue();
      if (exit != 0) {
        throw new IllegalStateException(command + " ended with " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
