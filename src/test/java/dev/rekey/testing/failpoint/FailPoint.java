package dev.rekey.testing.failpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the instrumented code reports. A point is named by method and side, and by what tells calls
 * of the method apart: the state of a rotation (of the last one in a list), the policy of a swap,
 * the kind of a test. {@code append entry Prepared} is one.
 *
 * <p>The thread that comes to the point named in the file {@code armed} makes the file {@code
 * reached} and stands still for ever. Each point adds a line to the file {@code points} when it is
 * passed for the first time.
 */
public final class FailPoint {
  /** The folder of the files, as a system property of the worker. */
  public static final String FOLDER = "failpoint.folder";

  public static final String ARMED = "armed";
  public static final String REACHED = "reached";
  public static final String POINTS = "points";

  private static final Pattern STATE = Pattern.compile("\\bstate=(\\w+)\\[");
  private static final Set<String> PASSED = ConcurrentHashMap.newKeySet();

  private FailPoint() {}

  /** Called by the instrumented code. */
  public static void at(String side, Object subject) {
    String point = name(side, subject);
    try {
      if (PASSED.add(point)) {
        append(POINTS, point + "\n");
      }
      if (!point.equals(armed())) {
        return;
      }
      Files.writeString(file(REACHED), point);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    while (true) {
      LockSupport.park();
    }
  }

  static Path file(String name) {
    return Path.of(System.getProperty(FOLDER), name);
  }

  /** Short enough to be written in one piece, so that no two lines mix. */
  static void append(String name, String line) throws IOException {
    Files.writeString(file(name), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static String armed() throws IOException {
    Path armed = file(ARMED);
    try {
      return Files.exists(armed) ? Files.readString(armed) : "";
    } catch (NoSuchFileException disarmed) {
      return "";
    }
  }

  private static String name(String side, Object subject) {
    String label = label(subject);
    return label.isEmpty() ? side : side + " " + label;
  }

  private static String label(Object subject) {
    if (subject instanceof Enum<?> constant) {
      return constant.name();
    }
    String last = "";
    for (Matcher state = STATE.matcher(String.valueOf(subject)); state.find(); ) {
      last = state.group(1);
    }
    boolean isCase = last.isEmpty() && subject.getClass().getEnclosingClass() != null;
    return isCase && subject instanceof Record ? subject.getClass().getSimpleName() : last;
  }
}
