package dev.rekey.datasource;

import dev.rekey.secret.Secret;
import java.util.Set;

/**
 * A client gave another value to a secret to which data sources refer.
 *
 * @param user the first of those, by name
 * @param keys the keys of that one which refer to it
 */
public record SecretEdit(
    EnvironmentSecret secret, DataSource user, Set<String> keys, Secret from, Secret to) {
  public SecretEdit {
    keys = Set.copyOf(keys);
  }
}
