package dev.rekey.datasource;

import dev.rekey.connector.StageConnector.NotListed;
import dev.rekey.connector.StageConnector.StageList;
import dev.rekey.connector.StreamConnector.NotRead;
import dev.rekey.connector.StreamConnector.Preview;
import dev.rekey.connector.TestResult;
import dev.rekey.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Data sources, and their audit, in memory. Faithful to the port but for durability. Tests answer
 * what the connectors answer; a reference has no value for them.
 */
public final class InMemoryDataSources implements DataSources, AuditLog {
  private final InstantSource clock;
  private final DataSourceRules rules;
  private final Connectors connectors;
  private final Predicate<Fence> fences;
  private final Map<String, ConfiguredDataSource> byId = new LinkedHashMap<>();
  private final List<AuditEntry> audit = new ArrayList<>();
  private int lastId;

  /**
   * @param fences says of a fence whether it holds
   */
  public InMemoryDataSources(
      InstantSource clock, DataSourceRules rules, Connectors connectors, Predicate<Fence> fences) {
    this.clock = clock;
    this.rules = rules;
    this.connectors = connectors;
    this.fences = fences;
  }

  /** Every fence holds. */
  public InMemoryDataSources(InstantSource clock, DataSourceRules rules, Connectors connectors) {
    this(clock, rules, connectors, fence -> true);
  }

  /** All connectors answer that the test has passed. */
  public InMemoryDataSources(InstantSource clock) {
    this(
        clock,
        DataSourceRules.DEFAULT,
        kind -> (config, deadline) -> new TestResult.Passed("connected"));
  }

  @Override
  public synchronized List<DataSource> list(String environment) {
    return byId.values().stream()
        .map(ConfiguredDataSource::dataSource)
        .filter(dataSource -> dataSource.environment().equals(environment))
        .sorted(Comparator.comparing(DataSource::name))
        .toList();
  }

  @Override
  public synchronized List<ConfiguredDataSource> all(String environment) {
    return list(environment).stream().map(each -> byId.get(each.id())).toList();
  }

  @Override
  public synchronized Optional<ConfiguredDataSource> find(String environment, String id) {
    return Optional.ofNullable(byId.get(id))
        .filter(found -> found.dataSource().environment().equals(environment));
  }

  @Override
  public synchronized Optional<ConfiguredDataSource> find(DataSourceRef ref) {
    return byId.values().stream().filter(found -> found.dataSource().ref().equals(ref)).findFirst();
  }

  @Override
  public synchronized CreateResult create(
      DataSourceRef ref, Kind kind, Map<String, ConfigValue> config, Actor actor) {
    rules.checkName(ref.name());
    rules.checkConfig(config);
    if (find(ref).isPresent()) {
      return new CreateResult.NameTaken(ref.name());
    }
    Instant now = clock.instant();
    String id = "ds-" + ++lastId;
    DataSource created = new DataSource(id, ref.environment(), ref.name(), kind, now, now);
    Map<String, ConfigEntry> entries = new TreeMap<>();
    config.forEach((key, value) -> entries.put(key, new ConfigEntry(value, now)));
    byId.put(id, new ConfiguredDataSource(created, entries));
    audit(actor, "create", ref, config.keySet());
    return new CreateResult.Created(created);
  }

  @Override
  public synchronized UpdateResult update(
      String environment,
      String id,
      Optional<String> name,
      Map<String, ConfigValue> config,
      Actor actor) {
    name.ifPresent(rules::checkName);
    Optional<ConfiguredDataSource> found = find(environment, id);
    if (found.isEmpty()) {
      return new UpdateResult.NotFound();
    }
    DataSource before = found.get().dataSource();
    String newName = name.orElse(before.name());
    Optional<ConfiguredDataSource> holder = find(new DataSourceRef(environment, newName));
    if (holder.isPresent() && !holder.get().dataSource().id().equals(id)) {
      return new UpdateResult.NameTaken(newName);
    }
    Map<String, ConfigValue> merged = values(found.get());
    merged.putAll(config);
    rules.checkConfig(merged);
    return new UpdateResult.Updated(write(found.get(), newName, merged, "update", actor));
  }

  @Override
  public synchronized void delete(String environment, String id, Actor actor) {
    find(environment, id)
        .ifPresent(
            found -> {
              byId.remove(id);
              audit(actor, "delete", found.dataSource().ref(), Set.of());
            });
  }

  @Override
  public synchronized SwapResult swap(
      DataSourceRef ref, List<KeySwap> swaps, SwapPolicy policy, Fence fence) {
    if (!fences.test(fence)) {
      return new SwapResult.Fenced();
    }
    Optional<ConfiguredDataSource> found = find(ref);
    if (found.isEmpty()) {
      return new SwapResult.Gone();
    }
    Map<String, ConfigValue> values = values(found.get());
    Set<String> written = new TreeSet<>();
    Set<String> conflicts = new TreeSet<>();
    for (KeySwap swap : swaps) {
      ConfigValue now = values.get(swap.key());
      if (holds(now, swap.to())) {
        continue;
      }
      if (!holds(now, swap.from())) {
        conflicts.add(swap.key());
        continue;
      }
      written.add(swap.key());
      swap.to()
          .ifPresentOrElse(
              to -> values.put(swap.key(), new ConfigValue.Literal(to)),
              () -> values.remove(swap.key()));
    }
    if (policy == SwapPolicy.ALL_OR_NOTHING && !conflicts.isEmpty()) {
      return new SwapResult.Swapped(Set.of(), conflicts);
    }
    if (!written.isEmpty()) {
      rules.checkConfig(values);
      write(found.get(), ref.name(), values, "swap", Actor.rotation(fence.rotationId()));
    }
    return new SwapResult.Swapped(written, conflicts);
  }

  @Override
  public Optional<TestReport> test(TestRequest request) {
    return asked(request)
        .map(
            asked ->
                new TestReport(
                    asked.kind(),
                    connectors
                        .of(asked.kind())
                        .test(literals(asked.config()), Duration.ofSeconds(10)),
                    Duration.ofMillis(5)));
  }

  @Override
  public Optional<Preview> preview(TestRequest request, int limit) {
    return asked(request)
        .map(
            asked ->
                connectors.stream(asked.kind())
                    .map(
                        stream ->
                            stream.preview(literals(asked.config()), limit, Duration.ofSeconds(10)))
                    .orElseGet(
                        () -> new NotRead(new TestResult.Unsupported("carries no messages"))));
  }

  @Override
  public Optional<StageList> stages(TestRequest request) {
    return asked(request)
        .map(
            asked ->
                connectors
                    .stages(asked.kind())
                    .map(stages -> stages.stages(literals(asked.config()), Duration.ofSeconds(10)))
                    .orElseGet(() -> new NotListed(new TestResult.Unsupported("has no stages"))));
  }

  private Optional<TestRequest.Unsaved> asked(TestRequest request) {
    return switch (request) {
      case TestRequest.Unsaved unsaved -> Optional.of(unsaved);
      case TestRequest.Held held ->
          Optional.of(
              new TestRequest.Unsaved(
                  held.dataSource().dataSource().environment(),
                  held.dataSource().dataSource().kind(),
                  held.config()));
      case TestRequest.Saved(String environment, String id, Map<String, ConfigValue> config) ->
          find(environment, id)
              .map(
                  found -> {
                    Map<String, ConfigValue> merged = values(found);
                    merged.putAll(config);
                    return new TestRequest.Unsaved(environment, found.dataSource().kind(), merged);
                  });
    };
  }

  @Override
  public synchronized Map<String, Set<String>> keys(String environment, Kind kind) {
    Map<String, Set<String>> keys = new TreeMap<>();
    for (DataSource each : list(environment)) {
      if (each.kind() == kind) {
        keys.put(each.id(), byId.get(each.id()).config().keySet());
      }
    }
    return keys;
  }

  @Override
  public synchronized List<AuditEntry> list(String environment, Optional<String> name, int limit) {
    return audit.reversed().stream()
        .filter(entry -> entry.dataSource().environment().equals(environment))
        .filter(entry -> name.isEmpty() || entry.dataSource().name().equals(name.get()))
        .limit(limit)
        .toList();
  }

  private static Map<String, Secret> literals(Map<String, ConfigValue> config) {
    Map<String, Secret> literals = new TreeMap<>();
    config.forEach(
        (key, value) -> {
          if (value instanceof ConfigValue.Literal(Secret literal)) {
            literals.put(key, literal);
          }
        });
    return literals;
  }

  private DataSource write(
      ConfiguredDataSource before,
      String name,
      Map<String, ConfigValue> values,
      String action,
      Actor actor) {
    Instant now = clock.instant();
    Map<String, ConfigEntry> entries = new TreeMap<>();
    Set<String> changed = new TreeSet<>(before.config().keySet());
    changed.removeAll(values.keySet());
    values.forEach(
        (key, value) -> {
          ConfigEntry old = before.config().get(key);
          boolean same = old != null && old.value().equals(value);
          entries.put(key, same ? old : new ConfigEntry(value, now));
          if (!same) {
            changed.add(key);
          }
        });
    DataSource old = before.dataSource();
    boolean untouched = changed.isEmpty() && name.equals(old.name());
    DataSource written =
        new DataSource(
            old.id(),
            old.environment(),
            name,
            old.kind(),
            old.createdAt(),
            untouched ? old.updatedAt() : now);
    byId.put(old.id(), new ConfiguredDataSource(written, entries));
    audit(actor, action, written.ref(), changed);
    return written;
  }

  @Override
  public synchronized void tell(
      Instant at, Actor actor, String action, DataSourceRef ref, Set<String> keys) {
    add(at, actor, action, ref, keys, "asked");
  }

  private void audit(Actor actor, String action, DataSourceRef ref, Collection<String> keys) {
    add(clock.instant(), actor, action, ref, keys, "ok");
  }

  private void add(
      Instant at,
      Actor actor,
      String action,
      DataSourceRef ref,
      Collection<String> keys,
      String result) {
    audit.add(
        new AuditEntry(
            audit.size() + 1L, at, actor, action, ref, List.copyOf(new TreeSet<>(keys)), result));
  }

  private static Map<String, ConfigValue> values(ConfiguredDataSource dataSource) {
    Map<String, ConfigValue> values = new TreeMap<>();
    dataSource.config().forEach((key, entry) -> values.put(key, entry.value()));
    return values;
  }

  private static boolean holds(ConfigValue now, Optional<Secret> value) {
    return value.map(secret -> new ConfigValue.Literal(secret).equals(now)).orElse(now == null);
  }
}
