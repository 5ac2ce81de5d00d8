package dev.rekey.event;

import java.util.List;
import java.util.Optional;

/**
 * Gives news the trace that stands beside its body: in an attribute of its own, in the CloudEvents
 * extension, or in the one that Google's clients write. Thread-safe.
 */
public final class TracedNews implements EventDecoder {
  private static final List<String> NAMES =
      List.of(
          TraceParent.NAME,
          "ce_" + TraceParent.NAME,
          "ce-" + TraceParent.NAME,
          "googclient_" + TraceParent.NAME);

  private final EventDecoder decoder;

  public TracedNews(EventDecoder decoder) {
    this.decoder = decoder;
  }

  @Override
  public Delivery.Content decode(Attributes attributes, byte[] body) {
    Delivery.Content content = decoder.decode(attributes, body);
    return content instanceof Delivery.Decoded(RotationEvent event)
        ? new Delivery.Decoded(trace(attributes).map(event::in).orElse(event))
        : content;
  }

  private static Optional<TraceParent> trace(Attributes attributes) {
    return NAMES.stream()
        .flatMap(name -> attributes.find(name).stream())
        .flatMap(value -> EventJson.utf8(value).stream())
        .flatMap(text -> TraceParent.parse(text).stream())
        .findFirst();
  }
}
