package dev.rekey.datasource.registry;

import dev.rekey.connector.StageConnector.StageList;
import dev.rekey.connector.StreamConnector.Preview;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.Catalogue;
import dev.rekey.datasource.ConfigEntry;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.ConfiguredDataSource;
import dev.rekey.datasource.CreateResult;
import dev.rekey.datasource.DataSource;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.DataSources;
import dev.rekey.datasource.Fence;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.datasource.KeySwap;
import dev.rekey.datasource.Kind;
import dev.rekey.datasource.SharedSecret;
import dev.rekey.datasource.SwapResult;
import dev.rekey.datasource.TestReport;
import dev.rekey.datasource.TestRequest;
import dev.rekey.datasource.UpdateResult;
import dev.rekey.store.Database;
import dev.rekey.store.SealedColumn;
import dev.rekey.store.ValueCipher;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The data sources in the worker's own database. */
public final class Registry implements DataSources {
  /** What the registry and its secrets keep sealed. */
  public static final List<SealedColumn> SEALED = List.of(DataSourceRows.SEALED, SecretRows.SEALED);

  private final Database database;
  private final DataSourceRows rows;
  private final SecretRows secrets;
  private final References references;
  private final DataSourceRules rules;
  private final ConnectionTests tests;
  private final InstantSource clock;
  private final Supplier<String> ids;
  private final Fences fences;

  /** Knows, inside a transaction, whether a fence still holds. */
  @FunctionalInterface
  public interface Fences {
    /** Holds the rotation as it stands until the transaction ends. */
    boolean hold(Connection connection, Fence fence) throws SQLException;
  }

  /**
   * @param ids gives the ids of new data sources
   */
  public Registry(
      Database database,
      ValueCipher cipher,
      DataSourceRules rules,
      ConnectionTests tests,
      InstantSource clock,
      Supplier<String> ids,
      Fences fences) {
    this.database = database;
    this.rows = new DataSourceRows(cipher);
    this.secrets = new SecretRows(cipher);
    this.references = new References(rows, secrets);
    this.rules = rules;
    this.tests = tests;
    this.clock = clock;
    this.ids = ids;
    this.fences = fences;
  }

  @Override
  public List<DataSource> list(String environment) {
    return database.read(connection -> rows.list(connection, environment));
  }

  @Override
  public List<ConfiguredDataSource> all(String environment) {
    return database.read(
        connection -> {
          Map<String, Map<String, ConfigEntry>> configs = rows.configs(connection, environment);
          return rows.list(connection, environment).stream()
              .map(
                  each -> new ConfiguredDataSource(each, configs.getOrDefault(each.id(), Map.of())))
              .toList();
        });
  }

  @Override
  public long count(String environment) {
    return database.read(connection -> rows.count(connection, environment));
  }

  @Override
  public List<ConfiguredDataSource> page(String environment, String after, int limit) {
    return database.read(
        connection -> {
          List<DataSource> page = rows.page(connection, environment, after, limit);
          Map<String, Map<String, ConfigEntry>> configs =
              rows.configs(connection, environment, page);
          return page.stream()
              .map(
                  each -> new ConfiguredDataSource(each, configs.getOrDefault(each.id(), Map.of())))
              .toList();
        });
  }

  @Override
  public Optional<ConfiguredDataSource> find(String environment, String id) {
    return database.read(
        connection -> withConfig(connection, rows.find(connection, environment, id)));
  }

  @Override
  public Optional<ConfiguredDataSource> find(DataSourceRef ref) {
    return database.read(connection -> withConfig(connection, rows.find(connection, ref)));
  }

  @Override
  public Optional<ConfiguredDataSource> resolved(DataSourceRef ref) {
    return database.read(
        connection -> {
          Optional<ConfiguredDataSource> found = withConfig(connection, rows.find(connection, ref));
          return found.isEmpty() ? found : Optional.of(references.resolve(connection, found.get()));
        });
  }

  @Override
  public List<SharedSecret> sharing(DataSourceRef ref, Collection<String> keys) {
    return database.read(
        connection -> {
          Optional<DataSource> asked = rows.find(connection, ref);
          return asked.isEmpty() ? List.of() : references.sharing(connection, asked.get(), keys);
        });
  }

  @Override
  public CreateResult create(
      DataSourceRef ref, Kind kind, Map<String, ConfigValue> config, Actor actor) {
    rules.checkName(ref.name());
    rules.checkConfig(config);
    requireKeys(kind, config.keySet());
    Instant now = now();
    DataSource created = new DataSource(ids.get(), ref.environment(), ref.name(), kind, now, now);
    return database.write(connection -> change(connection, actor, now).create(created, config));
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
    Instant now = now();
    return database.write(
        connection -> {
          Optional<DataSource> found = rows.lock(connection, environment, id);
          return found.isEmpty()
              ? new UpdateResult.NotFound()
              : change(connection, actor, now).update(found.get(), name, config);
        });
  }

  @Override
  public void delete(String environment, String id, Actor actor) {
    Instant now = now();
    boolean _ =
        database.write(
            connection -> {
              Optional<DataSource> found = rows.lock(connection, environment, id);
              if (found.isPresent()) {
                change(connection, actor, now).delete(found.get());
              }
              return found.isPresent();
            });
  }

  @Override
  public SwapResult swap(DataSourceRef ref, List<KeySwap> swaps, SwapPolicy policy, Fence fence) {
    Map<String, ConfigValue> wanted = new TreeMap<>();
    swaps.forEach(
        swap -> swap.to().ifPresent(to -> wanted.put(swap.key(), new ConfigValue.Literal(to))));
    rules.checkConfig(wanted);
    Instant now = now();
    return database.write(
        connection -> {
          if (!fences.hold(connection, fence)) {
            return new SwapResult.Fenced();
          }
          Optional<DataSource> found = rows.lock(connection, ref);
          return found.isEmpty()
              ? new SwapResult.Gone()
              : change(connection, Actor.rotation(fence.rotationId()), now)
                  .swap(found.get(), swaps, policy);
        });
  }

  @Override
  public Optional<TestReport> test(TestRequest request) {
    return asked(request).map(asked -> tests.run(asked.kind(), asked.config()));
  }

  @Override
  public Optional<Preview> preview(TestRequest request, int limit) {
    return asked(request).map(asked -> tests.preview(asked.kind(), asked.config(), limit));
  }

  @Override
  public Optional<StageList> stages(TestRequest request) {
    return asked(request).map(asked -> tests.stages(asked.kind(), asked.config()));
  }

  /** What is to be called: given values win over saved ones, and references have values. */
  private Optional<TestRequest.Unsaved> asked(TestRequest request) {
    rules.checkConfig(request.config());
    return switch (request) {
      case TestRequest.Unsaved unsaved ->
          Optional.of(asked(unsaved.environment(), unsaved.kind(), unsaved.config()));
      case TestRequest.Held held ->
          Optional.of(
              asked(
                  held.dataSource().dataSource().environment(),
                  held.dataSource().dataSource().kind(),
                  held.config()));
      case TestRequest.Saved saved ->
          find(saved.environment(), saved.id())
              .map(
                  found -> {
                    Map<String, ConfigValue> merged = Change.values(found.config());
                    merged.putAll(saved.config());
                    return asked(saved.environment(), found.dataSource().kind(), merged);
                  });
    };
  }

  private TestRequest.Unsaved asked(
      String environment, Kind kind, Map<String, ConfigValue> config) {
    boolean refers = config.values().stream().anyMatch(ConfigValue.Reference.class::isInstance);
    return new TestRequest.Unsaved(
        environment,
        kind,
        refers
            ? database.read(connection -> references.resolve(connection, environment, config))
            : config);
  }

  @Override
  public Map<String, Set<String>> keys(String environment, Kind kind) {
    return database.read(connection -> rows.keys(connection, environment, kind));
  }

  private Optional<ConfiguredDataSource> withConfig(
      Connection connection, Optional<DataSource> found) throws SQLException {
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ConfiguredDataSource(found.get(), rows.config(connection, found.get().id())));
  }

  private static void requireKeys(Kind kind, Set<String> keys) {
    List<String> missing = Catalogue.missing(kind, keys);
    if (!missing.isEmpty()) {
      String more = String.join(", ", missing.subList(1, missing.size()));
      throw new InvalidFieldException(
          "config." + missing.getFirst(),
          "is required for " + kind + (more.isEmpty() ? "" : ", and so is " + more));
    }
  }

  private Change change(Connection connection, Actor actor, Instant now) {
    return new Change(connection, rows, secrets, rules, actor, now);
  }

  /** As fine as the database keeps it, so that an answer says what a later one will. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
