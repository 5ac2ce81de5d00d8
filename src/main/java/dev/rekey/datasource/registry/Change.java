package dev.rekey.datasource.registry;

import dev.rekey.datasource.Actor;
import dev.rekey.datasource.ConfigEntry;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.CreateResult;
import dev.rekey.datasource.DataSource;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.DataSources.SwapPolicy;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.datasource.KeySwap;
import dev.rekey.datasource.SwapResult;
import dev.rekey.datasource.UpdateResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
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
  private final DataSourceRules rules;
  private final Actor actor;
  private final Instant at;

  Change(
      Connection connection, DataSourceRows rows, DataSourceRules rules, Actor actor, Instant at) {
    this.connection = connection;
    this.rows = rows;
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
    SwapPlan plan = SwapPlan.of(held, swaps, policy);
    Set<String> written = plan.written();
    if (!written.isEmpty()) {
      put(before, held.keySet(), plan.puts());
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
