package dev.rekey.rotation;

import dev.rekey.datasource.Actor;
import dev.rekey.datasource.AuditLog;
import dev.rekey.datasource.ConfiguredDataSource;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSources;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.datasource.Kind;
import dev.rekey.event.RotationEvent;
import dev.rekey.rotation.BindingStore.Stored;
import dev.rekey.rotation.Journal.Recorded;
import dev.rekey.rotation.Journal.Request;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.Freshness;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretStore;
import dev.rekey.secret.VersionResult;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Answers what people ask for with bindings in the store. Between workers the version of the store
 * decides who was first; whoever was not looks again.
 */
public final class StoredBindings implements BindingRequests {
  private static final String SOURCE = "binding";
  private static final String TYPE = "dev.rekey.binding.applied";

  private final Bindings bindings;
  private final LiveBindings live;
  private final BindingStore store;
  private final BindingRules rules;
  private final DataSources dataSources;
  private final SecretStore secrets;
  private final Recorder recorder;
  private final AuditLog audit;
  private final ReentrantLock changing = new ReentrantLock();

  public StoredBindings(
      Bindings bindings,
      LiveBindings live,
      BindingStore store,
      BindingRules rules,
      DataSources dataSources,
      SecretStore secrets,
      Recorder recorder,
      AuditLog audit) {
    this.bindings = bindings;
    this.live = live;
    this.store = store;
    this.rules = rules;
    this.dataSources = dataSources;
    this.secrets = secrets;
    this.recorder = recorder;
    this.audit = audit;
  }

  @Override
  public ApplyResult apply(Binding binding, Actor actor) {
    changing.lock();
    try {
      Optional<ApplyResult> result = Optional.empty();
      while (result.isEmpty()) {
        result = tryApply(live.refresh(), binding, actor);
      }
      return result.get();
    } finally {
      changing.unlock();
    }
  }

  /** Empty when another worker was quicker. */
  private Optional<ApplyResult> tryApply(Stored seen, Binding binding, Actor actor) {
    Optional<Binding> configured = configured(binding.id());
    if (configured.isPresent()) {
      return Optional.of(
          configured.get().equals(binding)
              ? new ApplyResult.Unchanged()
              : new ApplyResult.Configured());
    }
    Optional<Binding> before = stored(seen, binding.id());
    boolean carriedOut = bindings.find(binding.id()).isPresent();
    if (carriedOut && before.equals(Optional.of(binding))) {
      return Optional.of(new ApplyResult.Unchanged());
    }
    rules.checkStored(binding);
    Optional<ConfiguredDataSource> fed = dataSources.resolved(binding.dataSource());
    if (fed.isEmpty()) {
      return Optional.of(new ApplyResult.NoDataSource());
    }
    check(binding, fed.get());
    return put(seen, binding, actor)
        .map(
            rotationId ->
                before.isPresent()
                    ? new ApplyResult.Changed(rotationId)
                    : new ApplyResult.Created(rotationId));
  }

  private void check(Binding binding, ConfiguredDataSource fed) {
    rules.checkStored(binding);
    live.checkBeside(binding, others(binding));
    WritableKeys.check(binding, fed);
  }

  private List<Binding> others(Binding binding) {
    return bindings.all().stream()
        .filter(other -> other.dataSource().equals(binding.dataSource()))
        .filter(other -> !other.id().equals(binding.id()))
        .toList();
  }

  private Optional<Binding> configured(String id) {
    return bindings.find(id).filter(bindings::isConfigured);
  }

  private static Optional<Binding> stored(Stored seen, String id) {
    return seen.bindings().stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /** The id of the rotation that carries it out; empty when another worker was quicker. */
  private Optional<String> put(Stored seen, Binding binding, Actor actor) {
    tell(actor, "apply binding", binding);
    RotationEvent event =
        new RotationEvent(recorder.newId(), TYPE, binding.secret(), Optional.empty());
    Request request =
        recorder.request(binding, SOURCE, event, RotationCause.BINDING, recorder.time());
    Optional<Recorded> recorded = store.put(seen.version(), binding, request);
    if (recorded.isEmpty()) {
      return Optional.empty();
    }
    live.lookForChanges();
    Freshness fresh = recorder.now();
    recorder.handOn(List.of(request), List.of(recorded.get()), fresh);
    return Optional.of(rotationId(recorded.get()));
  }

  private static String rotationId(Recorded recorded) {
    return switch (recorded) {
      case Recorded.Queued queued -> queued.rotation().id();
      case Recorded.Joined joined -> joined.rotationId();
      case Recorded.Settled _, Recorded.Repeated _ ->
          throw new IllegalStateException(
              "an event with a new id, which names no version, is news");
    };
  }

  private void tell(Actor actor, String action, Binding binding) {
    audit.tell(
        recorder.time(), actor, action, binding.dataSource(), Set.copyOf(binding.keys().keySet()));
  }

  @Override
  public DeleteResult delete(DataSourceRef dataSource, SecretRef secret, Actor actor) {
    String id = Binding.id(dataSource, secret);
    changing.lock();
    try {
      while (true) {
        Stored seen = live.refresh();
        Optional<Binding> there = stored(seen, id);
        if (there.isEmpty()) {
          return configured(id).isPresent() ? DeleteResult.CONFIGURED : DeleteResult.NOT_FOUND;
        }
        tell(actor, "delete binding", there.get());
        if (store.delete(seen.version(), there.get())) {
          live.lookForChanges();
          return DeleteResult.DELETED;
        }
      }
    } finally {
      changing.unlock();
    }
  }

  /** A secret that may not be bound is not asked for: that would tell whether it is there. */
  @Override
  public Check check(Binding binding) {
    live.lookForChanges();
    boolean known = bindings.find(binding.id()).isPresent();
    Optional<String> forbidden =
        known ? Optional.empty() : refusal(() -> rules.checkStored(binding));
    Optional<ConfiguredDataSource> fed = dataSources.resolved(binding.dataSource());
    Optional<Kind> kind = fed.map(each -> each.dataSource().kind());
    return new Check(
        forbidden.or(() -> refusal(binding, fed)),
        forbidden.isPresent()
            ? Optional.of("It was not asked for, because it may not be bound.")
            : problem(binding.secret()),
        kind,
        keys(binding, kind));
  }

  private Optional<String> refusal(Binding binding, Optional<ConfiguredDataSource> fed) {
    Optional<Binding> configured = configured(binding.id());
    if (configured.isPresent()) {
      return configured.get().equals(binding)
          ? Optional.empty()
          : Optional.of("secret: is bound by the configuration file already, on other terms");
    }
    if (fed.isEmpty()) {
      return Optional.of("data_source: there is no " + binding.dataSource().name());
    }
    return refusal(() -> check(binding, fed.get()));
  }

  private static Optional<String> refusal(Runnable check) {
    try {
      check.run();
      return Optional.empty();
    } catch (InvalidFieldException e) {
      return Optional.of(e.getMessage());
    }
  }

  private Optional<String> problem(SecretRef secret) {
    return switch (secrets.currentVersion(secret)) {
      case VersionResult.Current _ -> Optional.empty();
      case FetchResult.Failed failed -> Optional.of(failed.reason());
    };
  }

  private static SortedSet<String> keys(Binding binding, Optional<Kind> kind) {
    Stream<String> keys =
        binding.keys().isEmpty()
            ? kind.stream()
                .flatMap(each -> CredentialWays.of(each).stream())
                .filter(way -> !way.isUnfed())
                .flatMap(way -> way.keys().stream())
            : binding.keys().keySet().stream();
    return keys.collect(Collectors.toCollection(TreeSet::new));
  }
}
