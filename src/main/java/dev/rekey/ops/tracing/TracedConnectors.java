package dev.rekey.ops.tracing;

import dev.rekey.connector.Connector;
import dev.rekey.connector.StageConnector;
import dev.rekey.connector.StreamConnector;
import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Connectors;
import dev.rekey.datasource.Kind;
import dev.rekey.secret.Secret;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** A span for each test that a step of a rotation makes. */
record TracedConnectors(Spans spans, Connectors connectors) implements Connectors {
  @Override
  public Connector of(Kind kind) {
    Connector connector = connectors.of(kind);
    return (config, deadline) ->
        Span.current().getSpanContext().isValid()
            ? traced(kind, connector, config, deadline)
            : connector.test(config, deadline);
  }

  private TestResult traced(
      Kind kind, Connector connector, Map<String, Secret> config, Duration deadline) {
    Span span =
        spans
            .tracer()
            .spanBuilder("test")
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute(Spans.KIND, kind.name())
            .startSpan();
    try {
      TestResult result = connector.test(config, deadline);
      span.setAttribute(Spans.OUTCOME, Spans.label(result.verdict()));
      return result;
    } finally {
      span.end();
    }
  }

  @Override
  public Optional<StreamConnector> stream(Kind kind) {
    return connectors.stream(kind);
  }

  @Override
  public Optional<StageConnector> stages(Kind kind) {
    return connectors.stages(kind);
  }
}
