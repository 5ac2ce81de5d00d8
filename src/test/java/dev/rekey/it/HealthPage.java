package dev.rekey.it;

import dev.rekey.testing.Eventually;
import dev.rekey.testing.WorkerProcess;
import java.time.Duration;
import java.util.Optional;

/** What a worker says of its parts; it may be a second old. */
final class HealthPage {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String PATH = "/q/health/ready";

  private HealthPage() {}

  /** Returns the page when this is not on it any more. */
  static String awaitWithout(WorkerProcess worker, String text) {
    return Eventually.get(
        LIMIT,
        () -> text + " is on it still: " + worker.management(PATH),
        () -> Optional.of(worker.management(PATH)).filter(page -> !page.contains(text)));
  }
}
