package dev.rekey.ops;

import dev.rekey.event.EventSource;
import dev.rekey.rotation.RotationLog;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Down when the worker is alive and gets nowhere: a source has not heard of its sender for three
 * intervals, or a rotation has been open for too long.
 */
@Readiness
@Singleton
public class ProgressCheck implements HealthCheck {
  private static final int INTERVALS = 3;
  private static final Duration LONGEST_OPEN = Duration.ofMinutes(30);

  private final EventSources sources;
  private final RotationLog rotations;
  private final InstantSource clock;
  private final Instant begin;

  ProgressCheck(EventSources sources, RotationLog rotations, InstantSource clock) {
    this.sources = sources;
    this.rotations = rotations;
    this.clock = clock;
    this.begin = clock.instant();
  }

  @Override
  public HealthCheckResponse call() {
    Instant now = clock.instant();
    boolean up = true;
    HealthCheckResponseBuilder response = HealthCheckResponse.builder().name("progress");
    for (EventSource source : sources.all()) {
      Optional<Instant> polled = source.lastPolled();
      Duration silent = Duration.between(polled.orElse(begin), now);
      up &= silent.compareTo(source.pollInterval().multipliedBy(INTERVALS)) <= 0;
      String where = source.name() + " " + source.place();
      response.withData(where, "last polled " + polled.map(Instant::toString).orElse("never"));
      source.problem().ifPresent(problem -> response.withData(where + " problem", problem));
    }
    Optional<Instant> oldest = rotations.open().oldest();
    if (oldest.isPresent()) {
      up &= Duration.between(oldest.get(), now).compareTo(LONGEST_OPEN) <= 0;
      response.withData("oldestOpenRotation", oldest.get().toString());
    }
    return response.status(up).build();
  }
}
