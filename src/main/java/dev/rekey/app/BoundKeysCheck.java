package dev.rekey.app;

import dev.rekey.app.config.InvalidConfigException;
import dev.rekey.datasource.ConfiguredDataSource;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSources;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.rotation.Binding;
import dev.rekey.rotation.Bindings;
import dev.rekey.rotation.WritableKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks for bindings of the configuration that could never be carried out. */
record BoundKeysCheck(Bindings bindings, DataSources dataSources) {
  /**
   * Looks at every data source once. One that does not exist yet is no fault.
   *
   * @throws InvalidConfigException for the first such binding
   */
  void run() {
    Map<DataSourceRef, Optional<ConfiguredDataSource>> found = new HashMap<>();
    List<Binding> all = bindings.configured();
    for (int i = 0; i < all.size(); i++) {
      Binding binding = all.get(i);
      Optional<ConfiguredDataSource> fed =
          found.computeIfAbsent(binding.dataSource(), dataSources::resolved);
      try {
        fed.ifPresent(each -> WritableKeys.check(binding, each));
      } catch (InvalidFieldException e) {
        throw new InvalidConfigException("rekey.bindings[" + i + "]." + e.field(), e.reason(), e);
      }
    }
  }
}
