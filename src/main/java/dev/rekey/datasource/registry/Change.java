package dev.rekey.datasource.registry;

import dev.rekey.datasource.Actor;
import dev.rekey.datasource.ConfigEntry;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.CreateResult;
import dev.rekey.datasource.DataSource;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.DataSources.SwapPolicy;
import dev.rekey.datasource.EnvironmentSecrets.Held;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.datasource.KeySwap;
import dev.rekey.datasource.SwapPlan;
import dev.rekey.datasource.SwapResult;
import dev.rekey.datasource.UpdateResult;
import dev.rekey.secret.Secret;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A change of one data source, with its audit. Good for one transaction. */
final class Change {
  private static final String OK = "ok";
  private static final String NAME_TAKEN = "the name is taken";

  private final Connection connection;
  private final DataSourceRows rows;
  private final SecretRows secrets;
  private final DataSourceRules rules;
  private final Actor actor;
  private final Instant at;

  Change(
      Connection connection,
      DataSourceRows rows,
      SecretRows secrets,
      DataSourceRules rules,
      Actor actor,
      Instant at) {
    this.connection = connection;
    this.rows = rows;
    this.secrets = secrets;
    this.rules = rules;
    this.actor = actor;
    this.at = at;
  }

  CreateResult create(DataSource created, Map<String, ConfigValue> config) throws SQLException {
    if (!rows.insert(connection, created)) {
      audit("create", created.ref(), config.keySet(), NAME_TAKEN);
      return new CreateResult.NameTaken(created.name());
    }
    rows.put(connection, created.id(), config, at);
    audit("create", created.ref(), config.keySet(), OK);
    return new CreateResult.Created(created);
  }

  /**
   * @param before locked
   */
  UpdateResult update(DataSource before, Optional<String> name, Map<String, ConfigValue> config)
      throws SQLException {
    DataSourceRef ref = new DataSourceRef(before.environment(), name.orElse(before.name()));
    boolean renamed = !ref.equals(before.ref());
    if (renamed && rows.find(connection, ref).isPresent()) {
      audit("update", before.ref(), config.keySet(), NAME_TAKEN);
      return new UpdateResult.NameTaken(ref.name());
    }
    Map<String, ConfigValue> held = values(rows.config(connection, before.id(), config.keySet()));
    Map<String, ConfigValue> changed = new TreeMap<>(config);
    changed.entrySet().removeIf(entry -> entry.getValue().equals(held.get(entry.getKey())));
    DataSource after = before;
    if (renamed || !changed.isEmpty()) {
      after = touched(before, ref.name());
      put(before, held.keySet(), changed);
      rows.update(connection, after);
    }
    if (renamed) {
      // Under the old name too, where its history is.
      audit("rename", before.ref(), Set.of(), OK);
    }
    audit("update", ref, changed.keySet(), OK);
    return new UpdateResult.Updated(after);
  }

  /**
   * @param before locked
   */
  void delete(DataSource before) throws SQLException {
    rows.delete(connection, before.id());
    audit("delete", before.ref(), Set.of(), OK);
  }

  /**
   * @param before locked
   */
  SwapResult swap(DataSource before, List<KeySwap> swaps, SwapPolicy policy) throws SQLException {
    List<String> keys = swaps.stream().map(KeySwap::key).toList();
    Map<String, ConfigValue> held = values(rows.config(connection, before.id(), keys));
    Map<String, Held> referred = referred(before, held, swaps);
    referred.forEach((key, secret) -> held.put(key, new ConfigValue.Literal(secret.value())));
    SwapPlan plan = SwapPlan.of(held, swaps, policy);
    Set<String> written = plan.written();
    if (!written.isEmpty()) {
      Map<String, ConfigValue> own = new TreeMap<>(plan.puts());
      own.keySet().removeAll(referred.keySet());
      put(before, held.keySet(), own);
      move(referred, plan.puts());
      rows.remove(connection, before.id(), plan.removals());
      rows.update(connection, touched(before, before.name()));
    }
    if (!plan.conflicts().isEmpty()) {
      String conflict = "conflict on " + String.join(", ", plan.conflicts());
      audit(action(policy), before.ref(), written, conflict);
    } else if (!written.isEmpty()) {
      audit(action(policy), before.ref(), written, OK);
    }
    return new SwapResult.Swapped(written, plan.conflicts());
  }

  /**
   * The secrets that keys refer to, locked, by key. A key that shall have no value at all is not
   * among them: the secret is not taken away from its other users.
   */
  private Map<String, Held> referred(
      DataSource owner, Map<String, ConfigValue> held, List<KeySwap> swaps) throws SQLException {
    Map<String, Held> referred = new TreeMap<>();
    // In one order, so that two rotations do not wait for each other.
    Map<String, List<String>> keysOfSecret = new TreeMap<>();
    for (KeySwap swap : swaps) {
      if (swap.to().isPresent()
          && held.get(swap.key()) instanceof ConfigValue.Reference(String secretId)) {
        keysOfSecret.computeIfAbsent(secretId, _ -> new ArrayList<>()).add(swap.key());
      }
    }
    for (Map.Entry<String, List<String>> each : keysOfSecret.entrySet()) {
      secrets
          .lock(connection, owner.environment(), each.getKey())
          .ifPresent(secret -> each.getValue().forEach(key -> referred.put(key, secret)));
    }
    return referred;
  }

  private void move(Map<String, Held> referred, Map<String, ConfigValue> puts) throws SQLException {
    for (Map.Entry<String, Held> each : referred.entrySet()) {
      if (puts.get(each.getKey()) instanceof ConfigValue.Literal(Secret value)) {
        secrets.update(connection, each.getValue().secret().id(), value, at);
      }
    }
  }

  /** The way forward is whole or not at all; the way back is what can be had. */
  private static String action(SwapPolicy policy) {
    return switch (policy) {
      case ALL_OR_NOTHING -> "rotate";
      case EACH_KEY -> "restore";
    };
  }

  static Map<String, ConfigValue> values(Map<String, ConfigEntry> config) {
    Map<String, ConfigValue> values = new TreeMap<>();
    config.forEach((key, entry) -> values.put(key, entry.value()));
    return values;
  }

  private void put(DataSource dataSource, Set<String> held, Map<String, ConfigValue> changed)
      throws SQLException {
    long added = changed.keySet().stream().filter(key -> !held.contains(key)).count();
    if (added > 0) {
      // Each change may have few enough keys while the whole has too many.
      long keys = rows.keys(connection, dataSource.id()) + added;
      if (keys > rules.maxKeys()) {
        throw new InvalidFieldException(
            "config", "would have " + keys + " keys; at most " + rules.maxKeys() + " are allowed");
      }
    }
    rows.put(connection, dataSource.id(), changed, at);
  }

  private DataSource touched(DataSource before, String name) {
    return new DataSource(
        before.id(), before.environment(), name, before.kind(), before.createdAt(), at);
  }

  private void audit(String action, DataSourceRef ref, Collection<String> keys, String result)
      throws SQLException {
    AuditTrail.append(connection, new AuditTrail.Line(at, actor, action, ref, keys, result));
  }
}
