package dev.rekey.bench;

import dev.rekey.bench.Load.Pace;
import dev.rekey.testing.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;

/**
 * How many calls of the API a worker answers, and how fast, against a service that does nothing.
 */
final class ApiSection implements Section {
  private static final int SOURCES = 100;
  private static final int CALLERS = 16;
  private static final int ROUNDS = 3;
  private static final Duration LENGTH = Duration.ofMillis(1_250);
  private static final Duration WARM_UP = Duration.ofMillis(600);

  /** Of one operation and protocol, or of the empty service beside it: a pace for each round. */
  private record Paces(List<Pace> rekey, List<Pace> empty) {
    Paces() {
      this(new ArrayList<>(), new ArrayList<>());
    }

    Figure figure(String what, ToDoubleFunction<Pace> value) {
      return Figure.of(what, values(rekey, value))
          .against("empty gRPC service", values(empty, value));
    }

    private static List<Double> values(List<Pace> paces, ToDoubleFunction<Pace> value) {
      return paces.stream().mapToDouble(value).boxed().toList();
    }
  }

  @Override
  public String title() {
    return """
        API: a worker with its state in SQLite and %d data sources, %d callers at once, on gRPC (h2c) and
        on Connect (HTTP/1.1), against an empty gRPC service of the same Quarkus, on the same kind of
        JVM, with as many callers. List lists all %d; test tests at a stand-in for PostgreSQL; the
        callers, who read every answer, share the cores."""
        .formatted(SOURCES, CALLERS, SOURCES);
  }

  @Override
  public List<Figure> measure(Progress progress) {
    try (ApiRig rig = new ApiRig(SOURCES)) {
      round(rig, WARM_UP, new LinkedHashMap<>());
      Map<String, Paces> paces = new LinkedHashMap<>();
      for (int round = 0; round < ROUNDS; round++) {
        round(rig, LENGTH, paces);
        progress.say("Round %d of %d of the API".formatted(round + 1, ROUNDS));
      }
      List<Figure> figures = new ArrayList<>();
      paces.forEach(
          (what, each) -> {
            figures.add(each.figure(what + ", calls/s", Pace::perSecond));
            figures.add(each.figure(what + ", p99, ms", Pace::slowMillis));
          });
      return figures;
    }
  }

  private static void round(ApiRig rig, Duration length, Map<String, Paces> paces) {
    Map<String, Function<Protocol, IntConsumer>> operations = new LinkedHashMap<>();
    operations.put("list", rig::list);
    operations.put("get", rig::get);
    operations.put("update", rig::update);
    operations.put("test", rig::test);
    operations.forEach(
        (name, operation) -> {
          Pace empty = Load.run(CALLERS, length, caller -> rig.nothing());
          for (Protocol protocol : rig.protocols()) {
            Paces both = paces.computeIfAbsent(name + ", " + protocol.title(), _ -> new Paces());
            both.rekey().add(Load.run(CALLERS, length, operation.apply(protocol)));
            both.empty().add(empty);
          }
        });
  }
}
