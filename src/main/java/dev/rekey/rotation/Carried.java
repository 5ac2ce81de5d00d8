package dev.rekey.rotation;

import dev.rekey.datasource.Kind;
import dev.rekey.secret.SecretVersion;
import java.util.List;
import java.util.Optional;

/**
 * What a rotation is about, without a value.
 *
 * @param kind empty when it was journalled by a version that did not keep it
 * @param keys the names of the keys that differ, sorted
 */
public record Carried(SecretVersion version, Optional<Kind> kind, List<String> keys) {
  public Carried {
    keys = List.copyOf(keys);
  }
}
