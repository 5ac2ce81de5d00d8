package dev.rekey.rotation;

import dev.rekey.datasource.KeySwap;
import java.util.List;

/**
 * The keys whose value would really change, with the value before and after: the only keys that are
 * ever written.
 *
 * @param swaps sorted by key, one for each
 */
public record ChangeSet(List<KeySwap> swaps) {
  public ChangeSet {
    swaps = List.copyOf(swaps);
  }

  public boolean isEmpty() {
    return swaps.isEmpty();
  }

  /** The names of the keys, sorted. */
  public List<String> keys() {
    return swaps.stream().map(KeySwap::key).toList();
  }

  /** The same keys on their way back. */
  public ChangeSet inverse() {
    return new ChangeSet(swaps.stream().map(KeySwap::inverse).toList());
  }
}
