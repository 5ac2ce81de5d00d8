package dev.rekey.api;

import dev.rekey.connector.StageConnector.StageList;
import dev.rekey.connector.StreamConnector.Preview;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.AuditEntry;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.ConfiguredDataSource;
import dev.rekey.datasource.CreateResult;
import dev.rekey.datasource.DataSource;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSources;
import dev.rekey.datasource.Fence;
import dev.rekey.datasource.InMemoryDataSources;
import dev.rekey.datasource.KeySwap;
import dev.rekey.datasource.Kind;
import dev.rekey.datasource.SwapResult;
import dev.rekey.datasource.TestReport;
import dev.rekey.datasource.TestRequest;
import dev.rekey.datasource.UpdateResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Data sources that break, with a value in the text of the exception, where a data source of the
 * name {@link #BROKEN} is made; and that refuse to be called on any thread but a virtual one.
 */
record FailingDataSources(InMemoryDataSources delegate) implements DataSources {
  static final String BROKEN = "broken_store";

  /** Everything that there is, for comparing before and after. */
  List<Object> everything() {
    List<Object> everything = new ArrayList<>();
    for (String environment : List.of("blue", "green")) {
      for (DataSource dataSource : delegate.list(environment)) {
        everything.add(delegate.find(environment, dataSource.id()).orElseThrow());
      }
      List<AuditEntry> audit = delegate.list(environment, Optional.empty(), Integer.MAX_VALUE);
      everything.addAll(audit);
    }
    return everything;
  }

  @Override
  public List<DataSource> list(String environment) {
    onVirtualThread();
    return delegate.list(environment);
  }

  @Override
  public List<ConfiguredDataSource> all(String environment) {
    onVirtualThread();
    return delegate.all(environment);
  }

  @Override
  public Optional<ConfiguredDataSource> find(String environment, String id) {
    onVirtualThread();
    return delegate.find(environment, id);
  }

  @Override
  public Optional<ConfiguredDataSource> find(DataSourceRef ref) {
    onVirtualThread();
    return delegate.find(ref);
  }

  @Override
  public CreateResult create(
      DataSourceRef ref, Kind kind, Map<String, ConfigValue> config, Actor actor) {
    onVirtualThread();
    if (ref.name().equals(BROKEN)) {
      ConfigValue.Literal password = (ConfigValue.Literal) config.get("PGPASSWORD");
      String value = new String(password.value().reveal(), StandardCharsets.UTF_8);
      throw new IllegalStateException("insert failed for " + value, new RuntimeException(value));
    }
    return delegate.create(ref, kind, config, actor);
  }

  @Override
  public UpdateResult update(
      String environment,
      String id,
      Optional<String> name,
      Map<String, ConfigValue> config,
      Actor actor) {
    onVirtualThread();
    return delegate.update(environment, id, name, config, actor);
  }

  @Override
  public void delete(String environment, String id, Actor actor) {
    onVirtualThread();
    delegate.delete(environment, id, actor);
  }

  @Override
  public SwapResult swap(DataSourceRef ref, List<KeySwap> swaps, SwapPolicy policy, Fence fence) {
    onVirtualThread();
    return delegate.swap(ref, swaps, policy, fence);
  }

  @Override
  public Optional<TestReport> test(TestRequest request) {
    onVirtualThread();
    return delegate.test(request);
  }

  @Override
  public Optional<Preview> preview(TestRequest request, int limit) {
    onVirtualThread();
    return delegate.preview(request, limit);
  }

  @Override
  public Optional<StageList> stages(TestRequest request) {
    onVirtualThread();
    return delegate.stages(request);
  }

  @Override
  public Map<String, Set<String>> keys(String environment, Kind kind) {
    onVirtualThread();
    return delegate.keys(environment, kind);
  }

  private static void onVirtualThread() {
    if (!Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("called on " + Thread.currentThread().getName());
    }
  }
}
