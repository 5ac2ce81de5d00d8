package dev.rekey.rotation;

import dev.rekey.datasource.Kind;
import dev.rekey.secret.SecretVersion;
import java.util.Optional;

/**
 * What a rotation is to change, with the values.
 *
 * @param kind empty when it was journalled by a version that did not keep it
 */
public record Candidate(SecretVersion version, Optional<Kind> kind, ChangeSet changes) {
  /** The same without values. */
  public Carried carried() {
    return new Carried(version, kind, changes.keys());
  }
}
