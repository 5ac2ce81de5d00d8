package dev.rekey.datasource;

import dev.rekey.secret.Secret;

/** What a config key holds. */
public sealed interface ConfigValue {
  /** The value itself, kept byte for byte. */
  record Literal(Secret value) implements ConfigValue {}

  /** The id of a secret that holds the value. Never overwritten by a rotation. */
  record Reference(String secretId) implements ConfigValue {}
}
