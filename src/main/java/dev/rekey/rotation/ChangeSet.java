package dev.rekey.rotation;

import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.ConfiguredDataSource;
import dev.rekey.datasource.KeySwap;
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

  /** The same keys on their way back. */
  public ChangeSet inverse() {
    return new ChangeSet(swaps.stream().map(KeySwap::inverse).toList());
  }
}
