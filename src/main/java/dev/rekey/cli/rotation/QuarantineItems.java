package dev.rekey.cli.rotation;

import dev.rekey.cli.console.Column;
import dev.rekey.cli.console.Item;
import dev.rekey.client.QuarantinedEvent;
import java.util.List;

/** Messages in quarantine as commands print them. */
final class QuarantineItems {
  static final List<Column> COLUMNS =
      List.of(
          Column.of("id"),
          Column.of("source"),
          Column.of("receivedAt"),
          Column.of("position"),
          Column.of("sizeBytes"),
          Column.of("reason"));

  private QuarantineItems() {}

  static Item of(QuarantinedEvent event) {
    return Item.of("id", event.id())
        .with("source", event.source())
        .with("receivedAt", event.receivedAt())
        .with("position", event.position())
        .with("sizeBytes", event.sizeBytes())
        .with("reason", event.reason());
  }
}
