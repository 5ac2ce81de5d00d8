package dev.rekey.ops.health;

import dev.rekey.datasource.Kind;
import dev.rekey.event.EventSource;
import dev.rekey.ops.SecretProblems;
import dev.rekey.ops.TestsUnderWay;
import dev.rekey.rotation.RotationLog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What there is to ask in a worker. */
public final class Components {
  private static final int INTERVALS = 3;
  private static final int MOST_NAMED = 20;

  private final InstantSource clock;
  private final Instant begin;

  /** Everything is given its time from now on. */
  public Components(InstantSource clock) {
    this.clock = clock;
    this.begin = clock.instant();
  }

  /** Down when the store does not answer. */
  public Component store(RotationLog rotations) {
    return new Component(
        "store",
        () -> {
          long open = rotations.open().byState().values().stream().mapToLong(each -> each).sum();
          return ComponentHealth.up().with("openRotations", String.valueOf(open));
        });
  }

  /** Down when a rotation that nothing keeps waiting has been open for too long. */
  public Component rotations(RotationLog rotations, Duration longestOpen) {
    return new Component("rotations", () -> progress(rotations.open().oldest(), longestOpen));
  }

  private ComponentHealth progress(Optional<Instant> oldest, Duration longestOpen) {
    if (oldest.isEmpty()) {
      return ComponentHealth.up();
    }
    boolean late = since(oldest.get()).compareTo(longestOpen) > 0;
    return (late
            ? ComponentHealth.down(
                "a rotation has been open for more than " + longestOpen.toMinutes() + " minutes")
            : ComponentHealth.up())
        .with("oldestOpenRotation", oldest.get().toString());
  }

  /** Down when the source has not heard of its sender for three intervals. */
  public Component events(EventSource source) {
    return new Component(
        "events %s %s".formatted(source.name(), source.place()), () -> receiving(source));
  }

  private ComponentHealth receiving(EventSource source) {
    Optional<Instant> polled = source.lastPolled();
    Duration silent = since(polled.orElse(begin));
    boolean lost = silent.compareTo(source.pollInterval().multipliedBy(INTERVALS)) > 0;
    Optional<String> problem = source.problem();
    ComponentHealth health =
        lost
            ? ComponentHealth.down(
                problem.orElse("it has not been polled for " + silent.toSeconds() + " s"))
            : problem.map(ComponentHealth::warning).orElseGet(ComponentHealth::up);
    return health.with("lastPolled", polled.map(Instant::toString).orElse("never"));
  }

  /**
   * Names the secrets of a store that could not be had. Never down: their rotations wait, and
   * everything else goes on.
   *
   * @param scheme of the references to its secrets
   */
  public static Component secrets(String scheme, SecretProblems problems) {
    return new Component("secrets " + scheme, () -> readable(problems.of(scheme)));
  }

  private static ComponentHealth readable(Map<String, String> problems) {
    if (problems.isEmpty()) {
      return ComponentHealth.up();
    }
    ComponentHealth health =
        ComponentHealth.warning("secrets that could not be had: " + problems.size());
    for (Map.Entry<String, String> each : problems.entrySet().stream().limit(MOST_NAMED).toList()) {
      health = health.with(each.getKey(), each.getValue());
    }
    return health;
  }

  /**
   * Whether the server with the data sources answers. Never down: no other worker would be answered
   * either, and the API of this one is needed to look at what waits.
   *
   * @param ask throws when it does not
   */
  public static Component target(String kind, Supplier<?> ask) {
    return new Component(
        "target",
        () -> {
          try {
            Object _ = ask.get();
            return ComponentHealth.up().with("kind", kind);
          } catch (RuntimeException e) {
            return ComponentHealth.warning("it does not answer: " + e.getClass().getSimpleName())
                .with("kind", kind);
          }
        });
  }

  /**
   * Down when what is to be done at intervals has not been for three of them.
   *
   * @param last when it was done last
   */
  public Component scheduler(Supplier<Optional<Instant>> last, Duration interval) {
    return new Component(
        "scheduler",
        () -> {
          Optional<Instant> looked = last.get();
          Duration silent = since(looked.orElse(begin));
          return (silent.compareTo(interval.multipliedBy(INTERVALS).plusSeconds(INTERVALS)) > 0
                  ? ComponentHealth.down("it has not run for " + silent.toSeconds() + " s")
                  : ComponentHealth.up())
              .with("lastRun", looked.map(Instant::toString).orElse("never"));
        });
  }

  /** The kinds with tests that do not come back, each as a component. */
  public static List<Component> wedged(TestsUnderWay tests) {
    return Stream.of(Kind.values())
        .filter(kind -> tests.wedged(kind) > 0)
        .map(kind -> new Component("connector " + kind, () -> wedged(tests, kind)))
        .toList();
  }

  private static ComponentHealth wedged(TestsUnderWay tests, Kind kind) {
    long wedged = tests.wedged(kind);
    return wedged == 0
        ? ComponentHealth.up()
        : ComponentHealth.warning("tests that are past their deadline and do not end: " + wedged);
  }

  private Duration since(Instant then) {
    return Duration.between(then, clock.instant());
  }
}
