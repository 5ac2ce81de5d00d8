package dev.rekey.app;

import dev.rekey.app.config.Settings;
import dev.rekey.ops.tracing.Tracing;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Whether traces are made. */
final class TelemetryProducers {
  @Produces
  @Singleton
  Tracing tracing(Settings settings, Instance<Tracer> tracer) {
    return new Tracing(settings.config().telemetry().otlp().endpoint().map(_ -> tracer.get()));
  }
}
