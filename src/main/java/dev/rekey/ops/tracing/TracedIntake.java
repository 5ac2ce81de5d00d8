package dev.rekey.ops.tracing;

import dev.rekey.event.Delivery;
import dev.rekey.event.Intake;
import dev.rekey.event.RotationEvent;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import java.util.ArrayList;
import java.util.List;

/**
 * One span for each event, from its decoding until it is journalled: a child of the sender's, or
 * the first of a trace. What follows from the event belongs to it.
 */
record TracedIntake(Spans spans, Intake intake) implements Intake {
  @Override
  public void accept(List<Delivery> deliveries) {
    List<Span> begun = new ArrayList<>();
    List<Delivery> traced = new ArrayList<>(deliveries.size());
    for (Delivery delivery : deliveries) {
      if (delivery.content() instanceof Delivery.Decoded(RotationEvent event)) {
        Span span = begin(delivery, event);
        begun.add(span);
        traced.add(
            new Delivery(
                delivery.source(),
                delivery.position(),
                new Delivery.Decoded(event.in(Spans.place(span)))));
      } else {
        traced.add(delivery);
      }
    }
    try {
      intake.accept(traced);
    } catch (RuntimeException e) {
      begun.forEach(span -> Spans.broke(span, e));
      throw e;
    } finally {
      begun.forEach(Span::end);
    }
  }

  private Span begin(Delivery delivery, RotationEvent event) {
    return spans
        .at(event.trace(), "event")
        .setSpanKind(SpanKind.CONSUMER)
        .setAttribute("rekey.source", delivery.source())
        .setAttribute("rekey.position", delivery.position())
        .setAttribute("rekey.event.type", event.type())
        .setAttribute("rekey.secret", event.secret().toString())
        .startSpan()
        .addEvent("decoded");
  }
}
