package dev.rekey.cli.worker;

import dev.rekey.cli.console.Item;
import dev.rekey.client.KeyRotation;

/** How far an exchange of keys is, as commands print it. */
final class KeyItems {
  private KeyItems() {}

  static Item of(KeyRotation rotation) {
    return Item.of("running", rotation.running())
        .with("total", rotation.total())
        .with("done", rotation.done());
  }

  static String sentence(KeyRotation rotation) {
    return rotation.running()
        ? "Under way: %d of %d values are sealed under the newest key."
            .formatted(rotation.done(), rotation.total())
        : "All %d values are sealed under the newest key.".formatted(rotation.total());
  }
}
