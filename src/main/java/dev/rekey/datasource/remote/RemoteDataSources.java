package dev.rekey.datasource.remote;

import dev.rekey.client.AlreadyExistsException;
import dev.rekey.client.Datasource;
import dev.rekey.client.Datasources;
import dev.rekey.client.InvalidArgumentException;
import dev.rekey.client.NotFoundException;
import dev.rekey.client.RekeyClient;
import dev.rekey.connector.StageConnector.NotListed;
import dev.rekey.connector.StageConnector.StageList;
import dev.rekey.connector.StreamConnector.NotRead;
import dev.rekey.connector.StreamConnector.Preview;
import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.AuditLog;
import dev.rekey.datasource.Catalogue;
import dev.rekey.datasource.ConfigEntry;
import dev.rekey.datasource.ConfigKey;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.ConfiguredDataSource;
import dev.rekey.datasource.CreateResult;
import dev.rekey.datasource.DataSource;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.DataSources;
import dev.rekey.datasource.Fence;
import dev.rekey.datasource.KeySwap;
import dev.rekey.datasource.Kind;
import dev.rekey.datasource.SwapPlan;
import dev.rekey.datasource.SwapResult;
import dev.rekey.datasource.TestReport;
import dev.rekey.datasource.TestRequest;
import dev.rekey.datasource.UpdateResult;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The data sources of a server that speaks the API. Thread-safe; calls block.
 *
 * <p>The API tells no references, and has no compare-and-swap: a swap reads, compares, writes and
 * reads back, and what others write in between may be lost. It cannot remove keys, and a key whose
 * value it does not tell may be given by a reference: both are conflicts here.
 */
public final class RemoteDataSources implements DataSources {
  private static final Comparator<DataSource> BY_NAME = Comparator.comparing(DataSource::name);

  private final Function<String, RekeyClient> clients;
  private final DataSourceRules rules;
  private final Function<DataSourceRef, Set<String>> boundKeys;
  private final Predicate<Fence> fences;
  private final AuditLog audit;
  private final InstantSource clock;

  /**
   * @param clients gives the client for an environment, which this does not close
   * @param boundKeys the keys of a data source that rotations ask for, beyond those of its kind
   * @param fences says of a rotation whether it still stands where it stood
   */
  public RemoteDataSources(
      Function<String, RekeyClient> clients,
      DataSourceRules rules,
      Function<DataSourceRef, Set<String>> boundKeys,
      Predicate<Fence> fences,
      AuditLog audit,
      InstantSource clock) {
    this.clients = clients;
    this.rules = rules;
    this.boundKeys = boundKeys;
    this.fences = fences;
    this.audit = audit;
    this.clock = clock;
  }

  private Datasources in(String environment) {
    return clients.apply(environment).datasources();
  }

  @Override
  public List<DataSource> list(String environment) {
    return in(environment).list().stream().map(RemoteMapper::dataSource).sorted(BY_NAME).toList();
  }

  @Override
  public List<ConfiguredDataSource> all(String environment) {
    return in(environment).listWithSecrets(true).datasources().stream()
        .map(RemoteMapper::configured)
        .sorted(Comparator.comparing(ConfiguredDataSource::dataSource, BY_NAME))
        .toList();
  }

  @Override
  public Optional<ConfiguredDataSource> find(String environment, String id) {
    try {
      return Optional.of(configured(environment, in(environment).get(id)));
    } catch (NotFoundException _) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<ConfiguredDataSource> find(DataSourceRef ref) {
    return in(ref.environment())
        .find(ref.name())
        .map(found -> configured(ref.environment(), found));
  }

  /** What the server discloses, and what it has to be asked for one by one. */
  private ConfiguredDataSource configured(String environment, Datasource found) {
    DataSource dataSource = RemoteMapper.dataSource(found);
    Map<String, ConfigEntry> config = new TreeMap<>();
    in(environment)
        .config(found.id())
        .forEach(key -> config.put(key.name(), RemoteMapper.entry(key)));
    Stream<String> withheld =
        Catalogue.of(dataSource.kind()).stream()
            .filter(ConfigKey::secret)
            .flatMap(ConfigKey::names);
    Stream.concat(withheld, boundKeys.apply(dataSource.ref()).stream())
        .distinct()
        .filter(key -> !config.containsKey(key))
        .forEach(
            key ->
                value(environment, found.id(), key)
                    .ifPresent(
                        value -> config.put(key, new ConfigEntry(value, dataSource.updatedAt()))));
    return new ConfiguredDataSource(dataSource, config);
  }

  private Optional<ConfigValue> value(String environment, String id, String key) {
    return in(environment).value(id, key).map(RemoteMapper::literal);
  }

  @Override
  public CreateResult create(
      DataSourceRef ref, Kind kind, Map<String, ConfigValue> config, Actor actor) {
    rules.checkName(ref.name());
    rules.checkConfig(config);
    try {
      Datasource created =
          in(ref.environment())
              .create(RemoteMapper.kind(kind), ref.name(), RemoteMapper.config(config));
      return new CreateResult.Created(RemoteMapper.dataSource(created));
    } catch (AlreadyExistsException _) {
      return new CreateResult.NameTaken(ref.name());
    } catch (InvalidArgumentException refused) {
      throw RemoteMapper.invalid(refused);
    }
  }

  @Override
  public UpdateResult update(
      String environment,
      String id,
      Optional<String> name,
      Map<String, ConfigValue> config,
      Actor actor) {
    name.ifPresent(rules::checkName);
    rules.checkConfig(config);
    try {
      Datasource updated = in(environment).update(id, RemoteMapper.config(config), name.orElse(""));
      return new UpdateResult.Updated(RemoteMapper.dataSource(updated));
    } catch (AlreadyExistsException _) {
      return new UpdateResult.NameTaken(name.orElse(""));
    } catch (NotFoundException _) {
      return new UpdateResult.NotFound();
    } catch (InvalidArgumentException refused) {
      throw RemoteMapper.invalid(refused);
    }
  }

  @Override
  public void delete(String environment, String id, Actor actor) {
    in(environment).delete(id);
  }

  @Override
  public SwapResult swap(DataSourceRef ref, List<KeySwap> swaps, SwapPolicy policy, Fence fence) {
    Map<String, ConfigValue> wanted = new TreeMap<>();
    swaps.forEach(
        swap -> swap.to().ifPresent(to -> wanted.put(swap.key(), new ConfigValue.Literal(to))));
    rules.checkConfig(wanted);
    if (!fences.test(fence)) {
      return new SwapResult.Fenced();
    }
    return in(ref.environment())
        .find(ref.name())
        .map(found -> swap(ref, found.id(), swaps, policy, fence))
        .orElseGet(SwapResult.Gone::new);
  }

  private SwapResult swap(
      DataSourceRef ref, String id, List<KeySwap> swaps, SwapPolicy policy, Fence fence) {
    Map<String, ConfigValue> held = held(ref, id, swaps);
    SwapPlan plan = SwapPlan.of(held, swaps, policy);
    if (plan.puts().isEmpty()) {
      return new SwapResult.Swapped(Set.of(), plan.conflicts());
    }
    Set<String> keys = plan.puts().keySet();
    audit.tell(clock.instant(), Actor.rotation(fence.rotationId()), "rotate", ref, keys);
    try {
      Datasource _ = in(ref.environment()).update(id, RemoteMapper.config(plan.puts()), "");
    } catch (NotFoundException _) {
      return new SwapResult.Gone();
    }
    Map<String, ConfigValue> now = held(ref, id, swaps);
    Set<String> written =
        keys.stream()
            .filter(key -> plan.puts().get(key).equals(now.get(key)))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> conflicts = new TreeSet<>(plan.conflicts());
    keys.stream().filter(key -> !written.contains(key)).forEach(conflicts::add);
    return new SwapResult.Swapped(written, conflicts);
  }

  /** A key that cannot be moved holds what no rotation has ever seen. */
  private Map<String, ConfigValue> held(DataSourceRef ref, String id, List<KeySwap> swaps) {
    Map<String, ConfigValue> held = new TreeMap<>();
    for (KeySwap swap : swaps) {
      Optional<ConfigValue> value = value(ref.environment(), id, swap.key());
      boolean movable = value.isPresent() && swap.to().isPresent();
      boolean gone = value.isEmpty() && swap.to().isEmpty();
      if (movable) {
        held.put(swap.key(), value.get());
      } else if (!gone) {
        held.put(swap.key(), new ConfigValue.Reference("unknown"));
      }
    }
    return held;
  }

  @Override
  public Optional<TestReport> test(TestRequest request) {
    try {
      return switch (request) {
        case TestRequest.Unsaved unsaved ->
            Optional.of(
                RemoteMapper.report(
                    unsaved.kind(),
                    in(unsaved.environment())
                        .test(
                            RemoteMapper.kind(unsaved.kind()),
                            RemoteMapper.config(unsaved.config()))));
        case TestRequest.Saved saved ->
            saved(saved.environment(), saved.id(), Optional.empty(), saved.config());
        case TestRequest.Held read ->
            saved(
                read.dataSource().dataSource().environment(),
                read.dataSource().dataSource().id(),
                Optional.of(read.dataSource().dataSource().kind()),
                read.changed());
      };
    } catch (NotFoundException _) {
      return Optional.empty();
    }
  }

  private Optional<TestReport> saved(
      String environment, String id, Optional<Kind> kind, Map<String, ConfigValue> config) {
    Kind known = kind.orElseGet(() -> RemoteMapper.dataSource(in(environment).get(id)).kind());
    return Optional.of(
        RemoteMapper.report(known, in(environment).testWith(id, RemoteMapper.config(config))));
  }

  @Override
  public Optional<Preview> preview(TestRequest request, int limit) {
    return Optional.of(new NotRead(elsewhere()));
  }

  @Override
  public Optional<StageList> stages(TestRequest request) {
    return Optional.of(new NotListed(elsewhere()));
  }

  private static TestResult elsewhere() {
    return new TestResult.Unsupported("Ask the server that has the data source.");
  }

  @Override
  public Map<String, Set<String>> keys(String environment, Kind kind) {
    return all(environment).stream()
        .filter(each -> each.dataSource().kind() == kind)
        .collect(
            Collectors.toMap(
                each -> each.dataSource().id(), each -> Set.copyOf(each.config().keySet())));
  }
}
