package dev.rekey.bench;

import dev.rekey.testing.TraceCollector.Span;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a rotation goes through, in its order; a step ends with a span of the worker's. */
enum Step {
  RECORDED("event recorded (journal)", "journal", "queued"),
  FETCHED("secret and data source read, change planned", "map", "queued"),
  PREPARED("change recorded (journal)", "journal", "prepared"),
  WRITTEN("key written", "update", "prepared"),
  APPLIED("write recorded (journal)", "journal", "applied"),
  TESTED("connected and tested", "verify", "applied"),
  COMMITTED("verdict recorded (journal)", "journal", "committed");

  private static final String STATE = "rekey.state";

  private final String title;
  private final String span;
  private final String state;

  Step(String title, String span, String state) {
    this.title = title;
    this.span = span;
    this.state = state;
  }

  String title() {
    return title;
  }

  /**
   * How long each step took, from the end of the one before, in nanoseconds; the first one begins
   * when the event comes in. Empty while the trace is not whole.
   */
  static Optional<Map<Step, Long>> times(List<Span> trace) {
    Optional<Long> before =
        trace.stream().filter(each -> each.name().equals("event")).map(Span::start).findFirst();
    Map<Step, Long> times = new EnumMap<>(Step.class);
    for (Step step : values()) {
      Optional<Long> end = trace.stream().filter(step::ends).map(Span::end).findFirst();
      if (before.isEmpty() || end.isEmpty()) {
        return Optional.empty();
      }
      times.put(step, end.get() - before.get());
      before = end;
    }
    return Optional.of(times);
  }

  private boolean ends(Span each) {
    return each.name().equals(span) && each.attribute(STATE).equals(state);
  }
}
