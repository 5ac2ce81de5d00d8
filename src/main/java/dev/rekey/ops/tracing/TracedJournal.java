package dev.rekey.ops.tracing;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.rotation.Journal;
import dev.rekey.rotation.Rotation;
import io.opentelemetry.api.trace.Span;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A span for each write of a rotation. A rotation that no event's trace tells of, because a person
 * or a sweep asked for it, gets a trace here, and keeps it in the journal.
 */
record TracedJournal(Spans spans, Journal journal) implements Journal {
  private record Begun(Request request, Span span) {}

  @Override
  public List<Recorded> record(List<Request> requests, List<Quarantined> quarantined) {
    List<Begun> begun = requests.stream().map(this::begin).toList();
    try {
      List<Recorded> recorded =
          journal.record(begun.stream().map(Begun::request).toList(), quarantined);
      for (int i = 0; i < begun.size(); i++) {
        begun
            .get(i)
            .span()
            .setAttribute(
                Spans.OUTCOME, recorded.get(i).getClass().getSimpleName().toLowerCase(Locale.ROOT));
      }
      return recorded;
    } catch (RuntimeException e) {
      begun.forEach(each -> Spans.broke(each.span(), e));
      throw e;
    } finally {
      begun.forEach(each -> each.span().end());
    }
  }

  private Begun begin(Request request) {
    Rotation rotation = request.rotation();
    boolean traced = rotation.trace().isPresent();
    Span span =
        (traced ? spans.of(rotation, "journal") : spans.first(rotation, "rotation"))
            .setAttribute("rekey.cause", Spans.label(rotation.cause()))
            .startSpan();
    Rotation told = traced ? rotation : rotation.in(Spans.place(span));
    return new Begun(new Request(told, request.source(), request.event()), span);
  }

  @Override
  public Appended append(List<Move> moves) {
    Span span = spans.of(moves.getLast().rotation(), "journal").startSpan();
    try {
      Appended appended = journal.append(moves);
      span.setAttribute(
          Spans.OUTCOME, appended.getClass().getSimpleName().toLowerCase(Locale.ROOT));
      return appended;
    } catch (RuntimeException e) {
      Spans.broke(span, e);
      throw e;
    } finally {
      span.end();
    }
  }

  @Override
  public Optional<Rotation> claim(Rotation waiting) {
    return journal.claim(waiting);
  }

  /** Shows where another worker, or the next start of this one, goes on. */
  @Override
  public List<Rotation> takeUp(int limit, Instant now) {
    List<Rotation> taken = journal.takeUp(limit, now);
    taken.forEach(rotation -> spans.of(rotation, "take up").startSpan().end());
    return taken;
  }

  @Override
  public List<Rotation> parked(Collection<DataSourceRef> dataSources) {
    return journal.parked(dataSources);
  }

  @Override
  public Map<String, Standing> standings(Collection<String> bindingIds) {
    return journal.standings(bindingIds);
  }

  @Override
  public void reconsider() {
    journal.reconsider();
  }

  @Override
  public void leave() {
    journal.leave();
  }

  @Override
  public Optional<Rotation> find(String id) {
    return journal.find(id);
  }

  @Override
  public Optional<Settled> settled(String bindingId) {
    return journal.settled(bindingId);
  }

  @Override
  public Optional<Quarantined> quarantined(String id) {
    return journal.quarantined(id);
  }

  @Override
  public void release(String quarantinedId) {
    journal.release(quarantinedId);
  }
}
