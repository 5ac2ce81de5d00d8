package dev.rekey.testing.failpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;

/** What is wrong with the world of the worker for as long as a file says so. */
public final class Faults {
  /** While there is such a file, secret stores ask to come back later. */
  public static final String THROTTLE = "throttle";

  /** Grows by a line with each answer of that kind. */
  public static final String THROTTLED = "throttled";

  /** Holds by how many seconds the worker's clock is ahead. */
  public static final String SKEW = "skew";

  private Faults() {}

  /** Whether a secret store is to be out of order now. */
  public static boolean throttled() {
    if (!Files.exists(FailPoint.file(THROTTLE))) {
      return false;
    }
    try {
      FailPoint.append(THROTTLED, "1\n");
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same clock, off by what the file says at the time of each call. */
  public static InstantSource skewed(InstantSource clock) {
    return () -> clock.instant().plusSeconds(skewSeconds());
  }

  private static long skewSeconds() {
    Path skew = FailPoint.file(SKEW);
    try {
      return Files.exists(skew) ? Long.parseLong(Files.readString(skew)) : 0;
    } catch (NoSuchFileException gone) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
