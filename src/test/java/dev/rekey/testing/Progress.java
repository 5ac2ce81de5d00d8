package dev.rekey.testing;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/** Tells a person how far it is. Not thread-safe. */
public final class Progress {
  private static final Duration PAUSE = Duration.ofSeconds(3);

  private final PrintStream out;
  private final Instant start = Instant.now();
  private Instant last = Instant.EPOCH;

  public Progress(PrintStream out) {
    this.out = out;
  }

  /** Something begins, or is true. */
  public void say(String text) {
    last = Instant.now();
    out.printf("[%6.1f s] %s%n", elapsed().toMillis() / 1000.0, text);
  }

  /** The same, unless something was said a moment ago. */
  public void tick(String text) {
    if (Duration.between(last, Instant.now()).compareTo(PAUSE) > 0) {
      say(text);
    }
  }

  public Duration elapsed() {
    return Duration.between(start, Instant.now());
  }
}
