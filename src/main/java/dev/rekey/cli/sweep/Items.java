package dev.rekey.cli.sweep;

import dev.rekey.cli.console.Column;
import dev.rekey.cli.console.Item;
import dev.rekey.client.DatasourceHealth;
import dev.rekey.client.Freeze;
import dev.rekey.client.SweepKind;
import dev.rekey.client.SweepStatus;
import java.util.List;
import java.util.Locale;

/** Sweeps, health and freezes as commands print them. */
final class Items {
  static final List<Column> STATUS =
      List.of(
          Column.of("sweep"),
          Column.of("running"),
          Column.of("done"),
          Column.of("total"),
          Column.of("lastSuccess"),
          Column.of("nextDue"));

  static final List<Column> HEALTH =
      List.of(
          Column.of("name"),
          Column.of("kind"),
          Column.of("state"),
          Column.of("since"),
          Column.of("verdict"),
          Column.of("latencyMillis"),
          Column.of("message"));

  private Items() {}

  static Item of(SweepKind kind, SweepStatus status) {
    return Item.of("sweep", kind.name().toLowerCase(Locale.ROOT))
        .with("running", status.running())
        .with("done", status.done())
        .with("total", status.total())
        .with("startedAt", status.startedAt())
        .with("lastSuccess", status.lastSuccess())
        .with("nextDue", status.nextDue());
  }

  static Item of(DatasourceHealth health) {
    return Item.of("name", health.name())
        .with("kind", health.kind())
        .with("id", health.id())
        .with("state", health.state().name())
        .with("since", health.since())
        .with("failingSince", health.failingSince())
        .with("verdict", health.last().map(DatasourceHealth.Check::verdict))
        .with("latencyMillis", health.last().map(check -> check.latency().toMillis()))
        .with("message", health.message());
  }

  static Item withHistory(DatasourceHealth health) {
    return of(health).with("history", health.history().stream().map(Items::of).toList());
  }

  private static Item of(DatasourceHealth.Check check) {
    return Item.of("at", check.at())
        .with("verdict", check.verdict())
        .with("latencyMillis", check.latency().toMillis());
  }

  static Item of(Freeze freeze) {
    return Item.of("frozen", true)
        .with("reason", freeze.reason())
        .with("until", freeze.until())
        .with("actor", freeze.actor())
        .with("since", freeze.since())
        .with("everywhere", freeze.everywhere());
  }

  static Item notFrozen() {
    return Item.of("frozen", false);
  }
}
