package dev.rekey.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a container is to the process in it, made by Linux's own means where there is no engine. */
final class Container {
  /** Nobody's: no file of this machine belongs to it. */
  private static final int UID = 1_234_567;

  private static final String READ_ONLY =
      "mount --make-rprivate / && mount --bind \"$1\" \"$1\" && mount -o remount,bind,ro / && ";
  private static final String GIVEN_UP =
      "setpriv --reuid %d --regid 0 --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all"
          .formatted(UID);
  private static final String START =
      READ_ONLY
          + "chown -R %d:0 \"$1\" && cd \"$1\" && shift && exec ".formatted(UID)
          + GIVEN_UP
          + " \"$@\"";

  private Container() {}

  /** Aborts the test where this machine cannot make one. */
  static void require() {
    Path folder = TempFolder.create("rekey-container-");
    List<String> attempt = new ArrayList<>(around(folder));
    // That it can write to its folder and to nothing else.
    attempt.addAll(List.of("sh", "-c", "touch ./inside && ! touch /tmp/outside 2>/dev/null"));
    try {
      Process process =
          new ProcessBuilder(attempt)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.onExit().join().exitValue() != 0) {
        NotRun.abort(
            "the worker on a read-only root with an arbitrary uid",
            "it takes root, unshare and setpriv to make one");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      TempFolder.delete(folder);
    }
  }

  /** What stands before a command that is to run in one whose only volume is this folder. */
  static List<String> around(Path volume) {
    return List.of("unshare", "--mount", "sh", "-c", START, "sh", volume.toString());
  }
}
