package dev.rekey.secret;

/**
 * A place that keeps secrets and their versions.
 *
 * <p>Calls block, have a deadline of their own, may be made from many threads at once, and change
 * nothing in the store. What can be expected to happen comes back as a {@link FetchResult}; an
 * exception means a bug.
 */
@FunctionalInterface
public interface SecretStore {
  /** Reads the current version of a secret, with its value. */
  FetchResult fetch(SecretRef secret);

  /**
   * Reads the current version of a secret, with its value.
   *
   * @param told the version that is current by the word of an event. A hint: it spares a store that
   *     is not consistent at once from reading a version that was current a moment ago. What is not
   *     current is never given.
   */
  default FetchResult fetch(SecretRef secret, SecretVersion told) {
    return fetch(secret);
  }

  /** Asks which version of a secret is current; where the store can tell, without its value. */
  default VersionResult currentVersion(SecretRef secret) {
    return switch (fetch(secret)) {
      case FetchResult.Found found -> new VersionResult.Current(found.version());
      case FetchResult.Failed failed -> failed;
    };
  }
}
