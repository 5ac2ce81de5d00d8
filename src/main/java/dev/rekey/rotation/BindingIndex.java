package dev.rekey.rotation;

import dev.rekey.secret.SecretIdentities;
import dev.rekey.secret.SecretRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The bindings of one moment, to be found by what they are asked for. Does not change. */
final class BindingIndex {
  private final SecretIdentities identities;
  private final Map<String, Binding> byId = new LinkedHashMap<>();
  private final Map<String, List<Binding>> bySecret = new HashMap<>();

  /**
   * @throws IllegalArgumentException when two bindings have the same secret and data source
   */
  BindingIndex(List<Binding> bindings, SecretIdentities identities) {
    this.identities = identities;
    for (Binding binding : bindings) {
      if (of(binding.secret()).stream()
          .anyMatch(other -> other.dataSource().equals(binding.dataSource()))) {
        throw new IllegalArgumentException(
            binding.dataSource() + " is bound to " + binding.secret() + " twice");
      }
      byId.put(binding.id(), binding);
      identities
          .keys(binding.secret())
          .forEach(key -> bySecret.computeIfAbsent(key, _ -> new ArrayList<>()).add(binding));
    }
  }

  List<Binding> all() {
    return List.copyOf(byId.values());
  }

  List<Binding> of(SecretRef secret) {
    return identities.keys(secret).stream()
        .flatMap(key -> bySecret.getOrDefault(key, List.of()).stream())
        .filter(binding -> identities.mayBeSame(binding.secret(), secret))
        .distinct()
        .toList();
  }

  Optional<Binding> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }
}
