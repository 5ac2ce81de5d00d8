package dev.rekey.ops;

import dev.rekey.rotation.RotationLog;
import dev.rekey.rotation.RotationState.Name;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** What stands in the journal at the time of the scrape. */
@Singleton
public class OpenRotationsMetrics implements MeterBinder {
  private final RotationLog rotations;
  private final InstantSource clock;

  OpenRotationsMetrics(RotationLog rotations, InstantSource clock) {
    this.rotations = rotations;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (Name state : Name.values()) {
      if (!state.isFinal()) {
        Gauge.builder("rekey.open.rotations", () -> count(state))
            .tag("state", state.name().toLowerCase(Locale.ROOT))
            .register(registry);
      }
    }
    Gauge.builder("rekey.oldest.open.rotation.seconds", this::oldest).register(registry);
    Gauge.builder("rekey.quarantined.events", () -> rotations.open().quarantined())
        .register(registry);
  }

  private long count(Name state) {
    return rotations.open().byState().getOrDefault(state, 0L);
  }

  private double oldest() {
    Instant now = clock.instant();
    return rotations
            .open()
            .oldest()
            .map(since -> Duration.between(since, now).toMillis())
            .orElse(0L)
        / 1000.0;
  }
}
