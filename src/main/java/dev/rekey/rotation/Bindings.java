package dev.rekey.rotation;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.Kind;
import dev.rekey.secret.SecretIdentities;
import dev.rekey.secret.SecretRef;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** All bindings. What they are does not change; which news means them may become clearer. */
public final class Bindings {
  private final SecretIdentities identities;
  private final Map<String, Binding> byId = new LinkedHashMap<>();
  private final Map<String, List<Binding>> bySecret = new HashMap<>();

  /** Bindings of which nothing is known but their references. */
  public Bindings(List<Binding> bindings) {
    this(bindings, new SecretIdentities());
  }

  /**
   * @throws IllegalArgumentException when two bindings have the same secret and data source
   */
  public Bindings(List<Binding> bindings, SecretIdentities identities) {
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

  public List<Binding> all() {
    return List.copyOf(byId.values());
  }

  /**
   * The bindings that a secret feeds, by whatever reference it is called; empty for a secret that
   * nothing asks for.
   */
  public List<Binding> of(SecretRef secret) {
    return identities.keys(secret).stream()
        .flatMap(key -> bySecret.getOrDefault(key, List.of()).stream())
        .filter(binding -> identities.mayBeSame(binding.secret(), secret))
        .distinct()
        .toList();
  }

  /**
   * The binding that a rotation is of, also where the configuration calls its secret otherwise now.
   */
  public Optional<Binding> of(Rotation rotation) {
    return find(rotation.bindingId())
        .or(
            () ->
                of(rotation.secret()).stream()
                    .filter(binding -> binding.dataSource().equals(rotation.dataSource()))
                    .findFirst());
  }

  public Optional<Binding> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * On what terms a rotation is carried out; the usual ones for one whose binding has left the
   * configuration, and those of an edit for one of a secret that a client has written.
   */
  public Terms terms(Rotation rotation, SettleWindows windows) {
    Optional<Kind> kind = rotation.state().kind();
    return of(rotation)
        .map(binding -> binding.terms(kind, windows))
        .orElseGet(() -> new Terms(windows.of(kind), false, otherwise(rotation)));
  }

  private static Terms.OnFailure otherwise(Rotation rotation) {
    return rotation.secret().scheme() == SecretRef.Scheme.MANAGED
        ? Terms.OnFailure.OF_AN_EDIT
        : Terms.OnFailure.DEFAULT;
  }

  /** The keys of a data source that bindings name. */
  public Set<String> keysOf(DataSourceRef dataSource) {
    return byId.values().stream()
        .filter(binding -> binding.dataSource().equals(dataSource))
        .flatMap(binding -> binding.keys().keySet().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Every secret that some binding names. */
  public Set<SecretRef> secrets() {
    return byId.values().stream().map(Binding::secret).collect(Collectors.toUnmodifiableSet());
  }
}
