package dev.rekey.datasource;

import java.util.List;
import java.util.Optional;

/**
 * The permission tags of data sources.
 *
 * <p>Calls block, and may be made from many threads at once. A change is durable when its call
 * returns, and is written to the audit with it.
 */
public interface PermissionTags {
  /** Those of an environment, by kind and name. */
  List<PermissionTag> list(String environment);

  Optional<PermissionTag> find(String environment, Kind kind, String name);

  /**
   * Sets the tags of a data source in place of those that it has.
   *
   * @throws InvalidFieldException for {@code name} or {@code permission_tags}, before anything is
   *     changed
   */
  void put(DataSourceRef dataSource, Kind kind, List<String> tags, Actor actor);

  /** Does nothing where there are none. */
  void delete(DataSourceRef dataSource, Kind kind, Actor actor);
}
