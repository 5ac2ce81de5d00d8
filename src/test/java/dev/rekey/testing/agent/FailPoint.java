package dev.rekey.it.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the instrumented code reports. A point is named by method, side and, for a rotation, state:
 * {@code append entry Prepared}. The thread that comes to the point named in the file {@code armed}
 * makes the file {@code reached} and stands still for ever.
 */
public final class FailPoint {
  /** The folder of the two files, as a system property of the worker. */
  public static final String FOLDER = "failpoint.folder";

  public static final String ARMED = "armed";
  public static final String REACHED = "reached";

  private static final Pattern STATE = Pattern.compile("\\bstate=(\\w+)\\[");

  private FailPoint() {}

  /** Called by the instrumented code. */
  public static void at(String side, Object subject) {
    Path folder = Path.of(System.getProperty(FOLDER));
    Path armed = folder.resolve(ARMED);
    try {
      if (!Files.exists(armed) || !Files.readString(armed).equals(name(side, subject))) {
        return;
      }
      Files.writeString(folder.resolve(REACHED), "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    while (true) {
      LockSupport.park();
    }
  }

  private static String name(String side, Object subject) {
    Matcher state = STATE.matcher(String.valueOf(subject));
    return state.find() ? side + " " + state.group(1) : side;
  }
}
