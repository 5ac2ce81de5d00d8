package dev.rekey.datasource;

import dev.rekey.secret.Secret;
import java.util.Optional;

/**
 * One key's move from a value to another one; empty means that the key is absent.
 *
 * @param key the config key
 * @param from what the key must hold for the move to be made
 * @param to what it holds afterwards
 */
public record KeySwap(String key, Optional<Secret> from, Optional<Secret> to) {
  /** The move back. */
  public KeySwap inverse() {
    return new KeySwap(key, to, from);
  }
}
