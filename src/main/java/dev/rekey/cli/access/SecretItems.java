package dev.rekey.cli.access;

import dev.rekey.cli.console.Item;
import dev.rekey.client.EnvironmentSecret;

/** Secrets of an environment as commands print them. */
final class SecretItems {
  private SecretItems() {}

  static Item of(EnvironmentSecret secret) {
    return Item.of("id", secret.id())
        .with("name", secret.name())
        .with("updatedAt", secret.updatedAt())
        .with("datasourceId", secret.datasourceId())
        .with("scope", secret.scope())
        .with("external", secret.external());
  }
}
