package dev.rekey.ops.tracing;

import dev.rekey.event.TraceParent;
import dev.rekey.rotation.Rotation;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import java.util.Locale;
import java.util.Optional;

/** Begins spans, and says what they are about. */
record Spans(Tracer tracer) {
  static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("rekey.outcome");
  static final AttributeKey<String> STATE = AttributeKey.stringKey("rekey.state");
  static final AttributeKey<String> KIND = AttributeKey.stringKey("rekey.kind");

  private static final AttributeKey<String> ROTATION = AttributeKey.stringKey("rekey.rotation.id");
  private static final AttributeKey<String> DATA_SOURCE =
      AttributeKey.stringKey("rekey.data_source");
  private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("rekey.attempt");
  private static final int TRACE = 1;
  private static final int SPAN = 2;
  private static final int FLAGS = 3;

  /** What a span is that belongs to this place of a trace; a trace begins where there is none. */
  static Context context(Optional<TraceParent> place) {
    return place
        .map(parent -> Context.root().with(Span.wrap(remote(parent))))
        .orElseGet(Context::root);
  }

  private static SpanContext remote(TraceParent parent) {
    String[] parts = parent.text().split("-", -1);
    return SpanContext.createFromRemoteParent(
        parts[TRACE], parts[SPAN], TraceFlags.fromHex(parts[FLAGS], 0), TraceState.getDefault());
  }

  /** Where whatever belongs to a span stands. */
  static TraceParent place(Span span) {
    SpanContext context = span.getSpanContext();
    return new TraceParent(
        "00-%s-%s-%s"
            .formatted(context.getTraceId(), context.getSpanId(), context.getTraceFlags().asHex()));
  }

  SpanBuilder at(Optional<TraceParent> place, String name) {
    return tracer.spanBuilder(name).setParent(context(place));
  }

  /** Of a step of a rotation, in its trace; nothing where no trace tells of it. */
  SpanBuilder of(Rotation rotation, String name) {
    return rotation.trace().isPresent()
        ? about(rotation, at(rotation.trace(), name))
        : TracerProvider.noop().get(name).spanBuilder(name);
  }

  /** The first span of a trace that tells of a rotation. */
  SpanBuilder first(Rotation rotation, String name) {
    return about(rotation, at(Optional.empty(), name));
  }

  private static SpanBuilder about(Rotation rotation, SpanBuilder builder) {
    SpanBuilder span =
        builder
            .setAttribute(ROTATION, rotation.id())
            .setAttribute(DATA_SOURCE, rotation.dataSource().toString())
            .setAttribute(STATE, label(rotation.state().name()))
            .setAttribute(ATTEMPT, (long) rotation.state().attempt());
    rotation.state().kind().ifPresent(kind -> span.setAttribute(KIND, kind.name()));
    return span;
  }

  /** The type alone: a message may hold anything. */
  static void broke(Span span, RuntimeException cause) {
    span.setStatus(StatusCode.ERROR, cause.getClass().getName());
  }

  static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
