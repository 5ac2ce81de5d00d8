package dev.rekey.secret;

/**
 * A place that keeps secrets and their versions.
 *
 * <p>Calls block, have a deadline of their own, may be made from many threads at once, and change
 * nothing in the store. What can be expected to happen comes back as a {@link FetchResult}; an
 * exception means a bug.
 */
public interface SecretStore {
  /** Reads the current version of a secret, with its value. */
  FetchResult fetch(SecretRef secret);
}
