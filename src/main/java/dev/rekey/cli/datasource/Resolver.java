package dev.rekey.cli.datasource;

import dev.rekey.cli.console.Problem;
import dev.rekey.cli.console.Shell;
import dev.rekey.client.Config;

/** Fetches values from where somebody wrote that they are. */
final class Resolver {
  private Resolver() {}

  /**
   * The config with this key.
   *
   * @throws Problem when the value cannot be had; names the key
   */
  static Config put(Config config, String key, Given given, Shell shell) {
    return switch (given) {
      case Given.Value value -> config.with(key, value.text());
      case Given.SecretId secret -> config.withSecret(key, secret.id());
      case Given.FromVariable variable ->
          config.with(key, variable.read(key, shell.variables()).text());
      case Given.FromFile file -> config.with(key, file.read(key).text());
      case Given.Base64OfFile file -> config.with(key, file.read(key).text());
    };
  }
}
