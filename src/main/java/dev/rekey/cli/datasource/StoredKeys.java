package dev.rekey.cli.datasource;

import dev.rekey.client.Datasource;
import dev.rekey.client.DatasourceListing;
import dev.rekey.client.RekeyClient;
import dev.rekey.client.StoredValue;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a data source holds, as far as it may be shown.
 *
 * @param values key to value, of those that are no secrets
 * @param secretIds key to the id of the secret that it refers to
 * @param withheld the keys whose values are secrets
 */
public record StoredKeys(
    Map<String, String> values, Map<String, String> secretIds, Set<String> withheld) {

  /** Those of a data source that has none. */
  public static final StoredKeys NONE = new StoredKeys(Map.of(), Map.of(), Set.of());

  /** Of all data sources of an environment, by their ids, but for values. */
  public static Map<String, StoredKeys> all(RekeyClient client) {
    DatasourceListing listing = client.datasources().listWithSecrets(false);
    Set<String> secrets =
        listing.customSecrets().stream().map(StoredValue::id).collect(Collectors.toSet());
    return listing.datasources().stream()
        .collect(Collectors.toMap(entry -> entry.datasource().id(), entry -> of(entry, secrets)));
  }

  private static StoredKeys of(DatasourceListing.Entry entry, Set<String> secrets) {
    var references = new TreeMap<String, String>();
    var others = new TreeSet<String>();
    for (StoredValue each : entry.keys()) {
      if (secrets.contains(each.id())) {
        references.put(each.name(), each.id());
      } else {
        others.add(each.name());
      }
    }
    return new StoredKeys(Map.of(), references, others);
  }

  /** The same with the values that the server discloses and the catalogue does not call secret. */
  public StoredKeys withValues(RekeyClient client, Datasource source) {
    var disclosed = new TreeMap<String, String>();
    client.datasources().config(source.id()).stream()
        .filter(key -> !Kinds.isSecret(source.kind(), key.name()))
        .forEach(key -> disclosed.put(key.name(), key.value()));
    var secret = new HashSet<>(withheld);
    secret.removeAll(disclosed.keySet());
    return new StoredKeys(disclosed, secretIds, new TreeSet<>(secret));
  }

  /** What a data source of this kind holds. */
  static StoredKeys of(RekeyClient client, Datasource source) {
    return all(client).getOrDefault(source.id(), NONE).withValues(client, source);
  }

  /** The names of the keys alone: what is no secret may hold one all the same. */
  @Override
  public String toString() {
    return "StoredKeys" + values.keySet() + secretIds.keySet() + withheld;
  }
}
