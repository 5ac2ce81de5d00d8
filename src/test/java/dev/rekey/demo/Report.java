package dev.rekey.demo;

import dev.rekey.client.Rotation;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;

/** Tells on a terminal what goes on. */
final class Report {
  private static final String LINE = "  " + "-".repeat(76);
  private static final double NANOS_PER_MILLI = 1e6;

  private final PrintStream out;
  private final Instant start;

  Report(PrintStream out) {
    this.out = out;
    start = Instant.now();
  }

  /** Something begins, or is true. */
  void say(String text) {
    Duration elapsed = Duration.between(start, Instant.now());
    out.printf("[%4.1f s] %s%n", elapsed.toMillis() / 1000.0, text);
  }

  /** What became of one rotation. */
  void show(String title, Rotation rotation) {
    out.printf("%n  %s%n%s%n", title, LINE);
    row("event", rotation.eventId());
    row("keys changed", String.join(", ", rotation.changedKeys()));
    row("test verdict", rotation.detail());
    row("state", rotation.state().name());
    out.println(LINE);
    Instant before = rotation.createdAt();
    for (Rotation.Step step : rotation.history()) {
      double millis = Duration.between(before, step.at()).toNanos() / NANOS_PER_MILLI;
      out.printf("  %8.1f ms  %-14s %s%n", millis, step.state(), step.detail());
      before = step.at();
    }
    Duration whole = Duration.between(rotation.createdAt(), rotation.updatedAt());
    out.printf("  %8.1f ms  in all%n%s%n%n", whole.toNanos() / NANOS_PER_MILLI, LINE);
  }

  private void row(String name, String value) {
    out.printf("  %-14s %s%n", name, value);
  }
}
