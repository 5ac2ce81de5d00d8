package dev.rekey.app;

import dev.rekey.app.config.Settings;
import dev.rekey.ops.tracing.Tracing;
import io.micrometer.core.instrument.config.MeterFilter;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Whether traces are made, and which series there are. */
final class TelemetryProducers {
  private static final String OF_EACH_DATA_SOURCE = "rekey.datasource.";

  @Produces
  @Singleton
  Tracing tracing(Settings settings, Instance<Tracer> tracer) {
    return new Tracing(settings.config().telemetry().otlp().endpoint().map(_ -> tracer.get()));
  }

  /** Thousands of data sources are thousands of series, which not everybody wants. */
  @Produces
  @Singleton
  MeterFilter perDataSource(Settings settings) {
    boolean wanted = settings.config().telemetry().metrics().perDataSource();
    return MeterFilter.deny(meter -> !wanted && meter.getName().startsWith(OF_EACH_DATA_SOURCE));
  }
}
