package dev.rekey.datasource;

import dev.rekey.connector.StageConnector.StageList;
import dev.rekey.connector.StreamConnector.Preview;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The data sources of all environments.
 *
 * <p>Calls block, and may be made from many threads at once. A change is durable when its call
 * returns, is made whole or not at all, and is written to the audit with it. Values are kept byte
 * for byte. An exception means a bug or broken infrastructure, except {@link
 * InvalidFieldException}, which every method that takes input may throw before it changes anything.
 */
public interface DataSources {
  /** All data sources of an environment, by name. */
  List<DataSource> list(String environment);

  /** As {@link #list}, with their configs. */
  List<ConfiguredDataSource> all(String environment);

  /** How many data sources an environment has. */
  default long count(String environment) {
    return list(environment).size();
  }

  /**
   * Some data sources of an environment with their configs, smallest id first.
   *
   * @param after only those with an id greater than this one
   * @param limit at most this many, at least 1
   */
  default List<ConfiguredDataSource> page(String environment, String after, int limit) {
    return list(environment).stream()
        .filter(each -> each.id().compareTo(after) > 0)
        .sorted(Comparator.comparing(DataSource::id))
        .limit(limit)
        .flatMap(each -> find(environment, each.id()).stream())
        .toList();
  }

  /** A data source with its config, or empty for an unknown id. */
  Optional<ConfiguredDataSource> find(String environment, String id);

  /** A data source with its config, or empty for an unknown name. */
  Optional<ConfiguredDataSource> find(DataSourceRef ref);

  /**
   * As {@link #find(DataSourceRef)}, with the values in place of references to secrets of the
   * environment. A reference to a secret that is not held here stays as it is.
   */
  default Optional<ConfiguredDataSource> resolved(DataSourceRef ref) {
    return find(ref);
  }

  /**
   * The other data sources of the environment that refer to secrets to which these keys of a data
   * source refer, by name: what else changes when {@link #swap} moves these keys.
   */
  default List<SharedSecret> sharing(DataSourceRef ref, Collection<String> keys) {
    return List.of();
  }

  /** Makes a new data source. */
  CreateResult create(DataSourceRef ref, Kind kind, Map<String, ConfigValue> config, Actor actor);

  /**
   * Changes the keys that are given, and the name where one is given; all else stays. A key that
   * holds the same value already keeps its {@code updatedAt}.
   */
  UpdateResult update(
      String environment,
      String id,
      Optional<String> name,
      Map<String, ConfigValue> config,
      Actor actor);

  /** Removes a data source. Does nothing for an unknown id. */
  void delete(String environment, String id, Actor actor);

  /**
   * Moves keys from one value to another, in one step. A key that holds its new value already
   * counts as moved; a key that holds neither value is a conflict. Repeating a swap changes
   * nothing.
   *
   * <p>Where a key refers to a secret of the environment, the secret is moved, and the reference
   * stays; any other reference is a conflict.
   *
   * @param policy what a conflict on one key means for the others
   * @param fence the rotation that asks for it, and what must still hold of it when this is written
   */
  SwapResult swap(DataSourceRef ref, List<KeySwap> swaps, SwapPolicy policy, Fence fence);

  /** Tests a data source; empty for an unknown id. Changes nothing. */
  Optional<TestReport> test(TestRequest request);

  /**
   * Reads a few messages of a data source; empty for an unknown id. Changes nothing, not even
   * anyone's position.
   *
   * @param limit the most messages, at least 1
   */
  Optional<Preview> preview(TestRequest request, int limit);

  /** Lists the named stages of a data source; empty for an unknown id. Changes nothing. */
  Optional<StageList> stages(TestRequest request);

  /** The config keys of each data source of a kind in an environment, by its id. */
  Map<String, Set<String>> keys(String environment, Kind kind);

  /** What a conflict on one key means for the others. */
  enum SwapPolicy {
    /** One conflict, and no key is written. */
    ALL_OR_NOTHING,
    /** The keys without a conflict are written. */
    EACH_KEY
  }
}
