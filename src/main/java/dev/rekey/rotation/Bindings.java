package dev.rekey.rotation;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.Kind;
import dev.rekey.secret.SecretIdentities;
import dev.rekey.secret.SecretRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * All bindings: those of the configuration, which stay, and those of the store, which come and go
 * while the worker runs. Which news means them may become clearer.
 *
 * <p>Thread-safe, and nobody who asks ever waits: a change puts another set in the place of the one
 * before, as a whole.
 */
public final class Bindings {
  private final SecretIdentities identities;
  private final List<Binding> configured;
  private final Set<String> configuredIds;
  private final List<Runnable> followers = new CopyOnWriteArrayList<>();
  private volatile Current current;

  private record Current(BindingIndex index, List<SetAside> setAside) {}

  /**
   * A binding of the store that is not carried out as long as something else stands in its way.
   *
   * @param why for a person
   */
  public record SetAside(Binding binding, String why) {}

  /** Bindings of which nothing is known but their references. */
  public Bindings(List<Binding> bindings) {
    this(bindings, new SecretIdentities());
  }

  /**
   * @param configured those that stay
   * @throws IllegalArgumentException when two bindings have the same secret and data source
   */
  public Bindings(List<Binding> configured, SecretIdentities identities) {
    this.identities = identities;
    this.configured = List.copyOf(configured);
    this.configuredIds =
        configured.stream().map(Binding::id).collect(Collectors.toUnmodifiableSet());
    this.current = new Current(new BindingIndex(configured, identities), List.of());
  }

  /** Puts these in the place of all that came from the store before. */
  void put(List<Binding> stored, List<SetAside> setAside) {
    List<Binding> all = new ArrayList<>(configured);
    all.addAll(stored);
    current = new Current(new BindingIndex(all, identities), List.copyOf(setAside));
    followers.forEach(Runnable::run);
  }

  /**
   * Lets someone know of each change.
   *
   * @param follower is run in the thread that changes, after the change, and must not block
   */
  public void follow(Runnable follower) {
    followers.add(follower);
  }

  /** Those that are carried out. */
  public List<Binding> all() {
    return current.index().all();
  }

  /** Those of the configuration, in its order. */
  public List<Binding> configured() {
    return configured;
  }

  /** Whether it stands in the configuration, so that nothing else can change it. */
  public boolean isConfigured(Binding binding) {
    return configuredIds.contains(binding.id());
  }

  /** Those of the store that are not carried out. */
  public List<SetAside> setAside() {
    return current.setAside();
  }

  /**
   * The bindings that a secret feeds, by whatever reference it is called; empty for a secret that
   * nothing asks for.
   */
  public List<Binding> of(SecretRef secret) {
    return current.index().of(secret);
  }

  /** The binding that a rotation is of, also where its secret is called otherwise now. */
  public Optional<Binding> of(Rotation rotation) {
    BindingIndex index = current.index();
    return index
        .find(rotation.bindingId())
        .or(
            () ->
                index.of(rotation.secret()).stream()
                    .filter(binding -> binding.dataSource().equals(rotation.dataSource()))
                    .findFirst());
  }

  public Optional<Binding> find(String id) {
    return current.index().find(id);
  }

  /**
   * On what terms a rotation is carried out; the usual ones for one whose binding is not there any
   * more, and those of an edit for one of a secret that a client has written.
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

  /** Whether two references mean one secret, as far as is known. */
  boolean mayBeSame(SecretRef one, SecretRef other) {
    return identities.mayBeSame(one, other);
  }

  /** The keys of a data source that bindings name. */
  public Set<String> keysOf(DataSourceRef dataSource) {
    return all().stream()
        .filter(binding -> binding.dataSource().equals(dataSource))
        .flatMap(binding -> binding.keys().keySet().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Every secret that some binding names. */
  public Set<SecretRef> secrets() {
    return all().stream().map(Binding::secret).collect(Collectors.toUnmodifiableSet());
  }
}
