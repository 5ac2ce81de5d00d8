package dev.rekey.rotation;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.rotation.BindingRules.Clash;
import dev.rekey.rotation.BindingStore.Stored;
import dev.rekey.rotation.Bindings.SetAside;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * Keeps {@link Bindings} as the store has them. A binding of the store that the configuration
 * leaves no room for is set aside, with a warning: the configuration wins.
 *
 * <p>Thread-safe; blocks while it reads the store.
 */
public final class LiveBindings {
  private static final Logger LOGGER = Logger.getLogger(LiveBindings.class);

  private final Bindings bindings;
  private final BindingStore store;
  private final BindingRules rules;
  private final ReentrantLock refreshing = new ReentrantLock();
  private Stored seen = new Stored(0, List.of());

  public LiveBindings(Bindings bindings, BindingStore store, BindingRules rules) {
    this.bindings = bindings;
    this.store = store;
    this.rules = rules;
  }

  /**
   * Takes over what changed in the store, and says what is there. Costs one row when nothing did.
   */
  Stored refresh() {
    refreshing.lock();
    try {
      if (store.version() != seen.version()) {
        Stored now = store.load();
        show(now.bindings());
        seen = now;
      }
      return seen;
    } finally {
      refreshing.unlock();
    }
  }

  /** As {@link #refresh}, for whoever looks at fixed intervals. */
  public void lookForChanges() {
    Stored _ = refresh();
  }

  /**
   * The binding that a rotation is of. One that was asked for because of its binding may be ahead
   * of what this worker knows, and so may one whose binding is not known here.
   */
  public Optional<Binding> of(Rotation rotation) {
    if (rotation.cause().isPerson()) {
      lookForChanges();
    }
    return bindings
        .of(rotation)
        .or(
            () -> {
              lookForChanges();
              return bindings.of(rotation);
            });
  }

  private void show(List<Binding> stored) {
    List<Binding> good = new ArrayList<>();
    List<SetAside> setAside = new ArrayList<>();
    Map<DataSourceRef, List<Binding>> there = byDataSource(bindings.configured());
    for (Binding binding : stored) {
      List<Binding> beside = there.computeIfAbsent(binding.dataSource(), _ -> new ArrayList<>());
      Optional<String> why = obstacle(binding, beside);
      if (why.isEmpty()) {
        good.add(binding);
        beside.add(binding);
      } else {
        setAside.add(new SetAside(binding, why.get()));
        LOGGER.warnf("binding is set aside binding=%s reason=%s", binding.id(), why.get());
      }
    }
    bindings.put(good, setAside);
    LOGGER.infof("bindings of the store taken over count=%d", good.size());
  }

  private static Map<DataSourceRef, List<Binding>> byDataSource(List<Binding> all) {
    Map<DataSourceRef, List<Binding>> by = new HashMap<>();
    all.forEach(each -> by.computeIfAbsent(each.dataSource(), _ -> new ArrayList<>()).add(each));
    return by;
  }

  private Optional<String> obstacle(Binding binding, List<Binding> beside) {
    try {
      rules.checkStored(binding);
      checkBeside(binding, beside);
      return Optional.empty();
    } catch (InvalidFieldException e) {
      return Optional.of(e.getMessage());
    }
  }

  /**
   * Checks a binding against the others of its data source.
   *
   * @throws InvalidFieldException for {@code secret} or {@code keys}
   */
  void checkBeside(Binding binding, List<Binding> others) {
    for (Binding other : others) {
      if (bindings.mayBeSame(binding.secret(), other.secret())) {
        throw new InvalidFieldException(
            "secret",
            "%s is bound to it already%s, as %s"
                .formatted(binding.dataSource(), origin(other), other.secret()));
      }
    }
    List<Binding> all = new ArrayList<>(others);
    all.add(binding);
    Optional<Clash> clash = BindingRules.clash(all);
    if (clash.isPresent()) {
      Clash found = clash.get();
      Binding other = all.get(found.other() == all.size() - 1 ? found.index() : found.other());
      throw new InvalidFieldException(
          "keys",
          "%s is fed already%s, from %s%s"
              .formatted(found.what(), origin(other), other.secret(), found.advice()));
    }
  }

  private String origin(Binding other) {
    return bindings.isConfigured(other) ? " by the configuration file" : "";
  }
}
