package dev.rekey.rotation;

import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.ConfiguredDataSource;
import dev.rekey.datasource.KeySwap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  /** The config of a data source with these changes. */
  Map<String, ConfigValue> appliedTo(ConfiguredDataSource held) {
    Map<String, ConfigValue> values = new HashMap<>();
    held.config().forEach((key, entry) -> values.put(key, entry.value()));
    for (KeySwap swap : swaps) {
      swap.to()
          .ifPresentOrElse(
              to -> values.put(swap.key(), new ConfigValue.Literal(to)),
              () -> values.remove(swap.key()));
    }
    return values;
  }

  /**
   * The same moves for another data source.
   *
   * @param keys which key of the other one is which of these; what it does not name is left out
   */
  ChangeSet as(Map<String, String> keys) {
    List<KeySwap> theirs = new ArrayList<>();
    for (KeySwap swap : swaps) {
      keys.forEach(
          (their, ours) -> {
            if (ours.equals(swap.key())) {
              theirs.add(new KeySwap(their, swap.from(), swap.to()));
            }
          });
    }
    return new ChangeSet(theirs);
  }

  /** The same keys on their way back. */
  public ChangeSet inverse() {
    return new ChangeSet(swaps.stream().map(KeySwap::inverse).toList());
  }
}
