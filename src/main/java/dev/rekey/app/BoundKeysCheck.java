package dev.rekey.app;

import dev.rekey.app.config.InvalidConfigException;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSources;
import dev.rekey.rotation.Binding;
import dev.rekey.rotation.Bindings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks for bindings that could never be carried out, because a key that they name is given by the
 * id of a secret that is not there: the reference is never overwritten. Of a binding that names no
 * key nothing is known before a secret is there.
 */
record BoundKeysCheck(Bindings bindings, DataSources dataSources) {
  /**
   * Looks at every data source once. One that does not exist yet is no fault.
   *
   * @throws InvalidConfigException for the first such binding
   */
  void run() {
    Map<DataSourceRef, Set<String>> references = new HashMap<>();
    List<Binding> all = bindings.all();
    for (int i = 0; i < all.size(); i++) {
      Binding binding = all.get(i);
      Set<String> given = references.computeIfAbsent(binding.dataSource(), this::references);
      for (String key : binding.keys().keySet()) {
        if (given.contains(key)) {
          throw new InvalidConfigException(
              "rekey.bindings[" + i + "].keys",
              key
                  + " of "
                  + binding.dataSource()
                  + " is given by a secret_id that names no secret of the environment, and a"
                  + " rotation never overwrites it: make that secret, leave the key out, or give the"
                  + " data source a literal value");
        }
      }
    }
  }

  private Set<String> references(DataSourceRef ref) {
    return dataSources.resolved(ref).stream()
        .flatMap(found -> found.config().entrySet().stream())
        .filter(entry -> entry.getValue().value() instanceof ConfigValue.Reference)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
