package dev.rekey.ops;

import dev.rekey.event.EventSource;
import java.util.List;

/** The event sources that are in use. */
public record EventSources(List<EventSource> all) {
  public EventSources {
    all = List.copyOf(all);
  }
}
