package dev.rekey.ops;

import dev.rekey.event.EventSource;
import dev.rekey.secret.SecretRef.Scheme;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Whether news and secrets can be had, at the time of the scrape. */
public final class SourceMetrics implements MeterBinder {
  private final EventSources sources;
  private final SecretProblems problems;
  private final InstantSource clock;
  private final Instant begin;

  public SourceMetrics(EventSources sources, SecretProblems problems, InstantSource clock) {
    this.sources = sources;
    this.problems = problems;
    this.clock = clock;
    this.begin = clock.instant();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (EventSource source : sources.all()) {
      Gauge.builder("rekey.event.source.silent.seconds", () -> silent(source))
          .description("For how long an event source has not heard of its sender.")
          .tag("source", source.name())
          .tag("place", source.place())
          .register(registry);
    }
    for (Scheme scheme : Scheme.values()) {
      Gauge.builder("rekey.secrets.unavailable", () -> problems.of(scheme.text()).size())
          .description("Bound secrets that could not be had when they were asked for last.")
          .tag("provider", scheme.text())
          .register(registry);
    }
  }

  private double silent(EventSource source) {
    Instant last = source.lastPolled().orElse(begin);
    return Duration.between(last, clock.instant()).toMillis() / 1000.0;
  }
}
