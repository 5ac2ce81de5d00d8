package dev.rekey.ops.tracing;

import dev.rekey.secret.FetchResult;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretStore;
import dev.rekey.secret.SecretVersion;
import dev.rekey.secret.VersionResult;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Locale;
import java.util.function.Supplier;

/** A span for each fetch that a step of a rotation makes; others share it without one. */
record TracedSecretStore(Spans spans, String provider, SecretStore store) implements SecretStore {
  @Override
  public FetchResult fetch(SecretRef secret) {
    return traced(secret, () -> store.fetch(secret));
  }

  @Override
  public FetchResult fetch(SecretRef secret, SecretVersion told) {
    return traced(secret, () -> store.fetch(secret, told));
  }

  /** No step of a rotation asks for it. */
  @Override
  public VersionResult currentVersion(SecretRef secret) {
    return store.currentVersion(secret);
  }

  private FetchResult traced(SecretRef secret, Supplier<FetchResult> fetch) {
    if (!Span.current().getSpanContext().isValid()) {
      return fetch.get();
    }
    Span span =
        spans
            .tracer()
            .spanBuilder("fetch")
            .setSpanKind(SpanKind.CLIENT)
            .setAttribute("rekey.provider", provider)
            .setAttribute("rekey.secret", secret.toString())
            .startSpan();
    try {
      FetchResult result = fetch.get();
      span.setAttribute(Spans.OUTCOME, result.getClass().getSimpleName().toLowerCase(Locale.ROOT));
      return result;
    } finally {
      span.end();
    }
  }
}
