package dev.rekey.cli.datasource;

import dev.rekey.cli.console.Item;
import dev.rekey.client.Datasource;
import dev.rekey.client.TestOutcome;

/** Data sources as commands print them. */
final class Items {
  private Items() {}

  static Item of(Datasource source) {
    return Item.of("id", source.id())
        .with("name", source.name())
        .with("kind", source.kind().name())
        .with("environmentId", source.environmentId())
        .with("createdAt", source.createdAt())
        .with("updatedAt", source.updatedAt())
        .with("warnings", source.warnings().stream().map(Items::of).toList());
  }

  private static Item of(Datasource.Warning warning) {
    return Item.of("title", warning.title())
        .with("message", warning.message())
        .with("keys", warning.keys());
  }

  static Item with(Item item, TestOutcome outcome) {
    return item.with("result", outcome.success() ? "passed" : "failed")
        .with("success", outcome.success())
        .with("message", outcome.message())
        .with("latencySeconds", outcome.latency().toNanos() / 1e9);
  }
}
