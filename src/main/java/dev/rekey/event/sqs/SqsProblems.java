package dev.rekey.event.sqs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** What keeps a queue from being served; the log tells of each change. Thread-safe. */
final class SqsProblems {
  private static final Logger LOGGER = Logger.getLogger(SqsProblems.class);

  private final SqsQueue queue;
  private final InstantSource clock;
  private final Duration memory;
  private final Map<SqsAction, Problem> problems = new ConcurrentHashMap<>();

  private record Problem(String reason, Instant at) {}

  /**
   * @param memory how long a deletion that failed counts: its messages come again before that, or
   *     are somebody else's matter
   */
  SqsProblems(SqsQueue queue, InstantSource clock, Duration memory) {
    this.queue = queue;
    this.clock = clock;
    this.memory = memory;
  }

  void failed(SqsAction action, String reason) {
    Problem before = problems.put(action, new Problem(reason, clock.instant()));
    if (before == null || !before.reason().equals(reason)) {
      LOGGER.warnf(
          "queue is not served as it should be queue=%s permission=%s reason=%s",
          queue.name(), action.permission(), reason);
    }
  }

  void succeeded(SqsAction action) {
    if (problems.remove(action) != null) {
      LOGGER.infof(
          "queue is served again queue=%s permission=%s", queue.name(), action.permission());
    }
  }

  /** That an extension failed is left out: it costs a repetition at most. */
  Optional<String> current() {
    return Optional.ofNullable(problems.get(SqsAction.RECEIVE))
        .or(
            () ->
                Optional.ofNullable(problems.get(SqsAction.DELETE))
                    .filter(problem -> problem.at().plus(memory).isAfter(clock.instant())))
        .map(Problem::reason);
  }
}
