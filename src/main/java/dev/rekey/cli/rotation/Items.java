package dev.rekey.cli.rotation;

import dev.rekey.cli.console.Column;
import dev.rekey.cli.console.Item;
import dev.rekey.client.AskedRotation;
import dev.rekey.client.BindingPlan;
import dev.rekey.client.Rotation;
import java.util.List;

/** Rotations as commands print them. */
final class Items {
  static final List<Column> ROTATION =
      List.of(
          Column.of("id"),
          Column.of("dataSource"),
          Column.of("state"),
          Column.of("changedKeys"),
          Column.of("updatedAt"),
          Column.of("detail"));
  static final List<Column> ASKED =
      List.of(
          Column.of("rotationId"),
          Column.of("dataSource"),
          Column.of("joined"),
          Column.of("state"),
          Column.of("detail"));

  private Items() {}

  static Item of(Rotation rotation) {
    return Item.of("id", rotation.id())
        .with("dataSource", rotation.dataSource())
        .with("kind", rotation.kind())
        .with("state", rotation.state().name())
        .with("waitingUntil", rotation.waitingUntil())
        .with("detail", rotation.detail())
        .with("secret", rotation.secret())
        .with("secretVersion", rotation.secretVersion())
        .with("changedKeys", rotation.changedKeys())
        .with("bindingId", rotation.bindingId())
        .with("environmentId", rotation.environmentId())
        .with("cause", rotation.cause())
        .with("eventId", rotation.eventId())
        .with("createdAt", rotation.createdAt())
        .with("updatedAt", rotation.updatedAt());
  }

  static Item withHistory(Rotation rotation) {
    return of(rotation).with("history", rotation.history().stream().map(Items::of).toList());
  }

  private static Item of(Rotation.Step step) {
    return Item.of("sequence", step.sequence())
        .with("at", step.at())
        .with("state", step.state().name())
        .with("attempt", step.attempt())
        .with("verdict", step.verdict())
        .with("detail", step.detail());
  }

  static Item of(BindingPlan plan) {
    return Item.of("bindingId", plan.bindingId())
        .with("dataSource", plan.dataSource())
        .with("secretVersion", plan.secretVersion())
        .with("changedKeys", plan.changedKeys())
        .with("verdict", plan.verdict())
        .with("message", plan.message())
        .with("detail", plan.detail());
  }

  static Item of(AskedRotation asked) {
    return Item.of("rotationId", asked.rotationId())
        .with("dataSource", asked.dataSource())
        .with("joined", asked.joined());
  }
}
