package dev.rekey.datasource;

import java.util.Set;

/** What became of a swap of keys. */
public sealed interface SwapResult {
  /**
   * The data source was there.
   *
   * @param written the keys that were written; those that held their new value already are not
   *     among them
   * @param conflicts the keys that held neither value, or a reference that cannot be moved; they
   *     were left alone
   */
  record Swapped(Set<String> written, Set<String> conflicts) implements SwapResult {}

  /** Nothing was written: the rotation has moved on in the hands of another worker. */
  record Fenced() implements SwapResult {}

  /** There is no such data source (any more). */
  record Gone() implements SwapResult {}
}
