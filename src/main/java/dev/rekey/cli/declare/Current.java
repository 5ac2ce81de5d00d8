package dev.rekey.cli.declare;

import dev.rekey.client.Binding;
import dev.rekey.client.Datasource;
import dev.rekey.client.DatasourceListing;
import dev.rekey.client.RekeyClient;
import dev.rekey.client.StoredValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What an environment has, values included: they are compared, and go nowhere. */
record Current(Map<String, Source> sources, List<Binding> bindings) {
  /** A data source with what its keys hold. */
  record Source(Datasource datasource, Map<String, Holding> keys) {
    /** The names of the keys alone. */
    @Override
    public String toString() {
      return "Source[" + datasource.name() + keys.keySet() + "]";
    }
  }

  /** What a key holds, or is to hold. */
  sealed interface Holding {
    record Value(String text) implements Holding {
      /** Without the value. */
      @Override
      public String toString() {
        return "Value";
      }
    }

    record Reference(String secretId) implements Holding {}
  }

  /** Asks the server, once for each kind of thing. */
  static Current of(RekeyClient client) {
    var sources = new LinkedHashMap<String, Source>();
    for (DatasourceListing.Entry entry : client.datasources().listWithSecrets(true).datasources()) {
      var keys = new TreeMap<String, Holding>();
      entry.keys().forEach(key -> keys.put(key.name(), holding(key)));
      sources.put(entry.datasource().name(), new Source(entry.datasource(), keys));
    }
    return new Current(sources, client.bindings().list());
  }

  /** Values were asked for: a key without one refers to a secret. */
  private static Holding holding(StoredValue key) {
    return key.value()
        .<Holding>map(Holding.Value::new)
        .orElseGet(() -> new Holding.Reference(key.id()));
  }

  Optional<Source> source(String name) {
    return Optional.ofNullable(sources.get(name));
  }

  /** The binding of this secret and data source. */
  Optional<Binding> binding(String secret, String dataSource) {
    return bindings.stream()
        .filter(each -> each.secret().equals(secret) && each.dataSource().equals(dataSource))
        .findFirst();
  }
}
