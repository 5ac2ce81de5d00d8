package dev.rekey.datasource;

import dev.rekey.datasource.DataSources.SwapPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a swap comes to, by what is held.
 *
 * @param puts the keys to write
 * @param removals the keys to take away
 * @param conflicts the keys that hold neither value, or a reference that cannot be moved
 */
public record SwapPlan(Map<String, ConfigValue> puts, Set<String> removals, Set<String> conflicts) {

  public static SwapPlan of(Map<String, ConfigValue> held, List<KeySwap> swaps, SwapPolicy policy) {
    Map<String, ConfigValue> puts = new TreeMap<>();
    Set<String> removals = new TreeSet<>();
    Set<String> conflicts = new TreeSet<>();
    for (KeySwap swap : swaps) {
      Optional<ConfigValue> now = Optional.ofNullable(held.get(swap.key()));
      Optional<ConfigValue> to = swap.to().map(ConfigValue.Literal::new);
      if (now.equals(to)) {
        continue;
      }
      if (!now.equals(swap.from().map(ConfigValue.Literal::new))) {
        conflicts.add(swap.key());
      } else if (to.isPresent()) {
        puts.put(swap.key(), to.get());
      } else {
        removals.add(swap.key());
      }
    }
    return policy == SwapPolicy.ALL_OR_NOTHING && !conflicts.isEmpty()
        ? new SwapPlan(Map.of(), Set.of(), conflicts)
        : new SwapPlan(puts, removals, conflicts);
  }

  /** All keys that change. */
  public Set<String> written() {
    Set<String> written = new TreeSet<>(puts.keySet());
    written.addAll(removals);
    return written;
  }
}
