package dev.rekey.rotation;

import dev.rekey.datasource.Kind;
import dev.rekey.secret.SecretRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All bindings. Immutable. */
public final class Bindings {
  private final Map<String, Binding> byId = new LinkedHashMap<>();
  private final Map<SecretRef, List<Binding>> bySecret = new LinkedHashMap<>();

  /**
   * @throws IllegalArgumentException when two bindings have the same secret and data source
   */
  public Bindings(List<Binding> bindings) {
    for (Binding binding : bindings) {
      if (byId.put(binding.id(), binding) != null) {
        throw new IllegalArgumentException(
            binding.dataSource() + " is bound to " + binding.secret() + " twice");
      }
      bySecret.computeIfAbsent(binding.secret(), ref -> new ArrayList<>()).add(binding);
    }
  }

  public List<Binding> all() {
    return List.copyOf(byId.values());
  }

  /** The bindings that a secret feeds; empty for a secret that nothing asks for. */
  public List<Binding> of(SecretRef secret) {
    return bySecret.getOrDefault(secret, List.of());
  }

  public Optional<Binding> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * On what terms a rotation is carried out; the usual ones for one whose binding has left the
   * configuration.
   */
  public Terms terms(Rotation rotation, SettleWindows windows) {
    Optional<Kind> kind = rotation.state().kind();
    return find(rotation.bindingId())
        .map(binding -> binding.terms(kind, windows))
        .orElseGet(() -> new Terms(windows.of(kind), false, Terms.OnFailure.DEFAULT));
  }

  /** Every secret that some binding names. */
  public Set<SecretRef> secrets() {
    return Set.copyOf(bySecret.keySet());
  }
}
