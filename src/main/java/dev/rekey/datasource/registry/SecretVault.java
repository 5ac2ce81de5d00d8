package dev.rekey.datasource.registry;

import dev.rekey.datasource.Actor;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.DataSource;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.EnvironmentSecret;
import dev.rekey.datasource.EnvironmentSecrets;
import dev.rekey.datasource.SecretEdit;
import dev.rekey.datasource.SecretScope;
import dev.rekey.secret.Secret;
import dev.rekey.store.Database;
import dev.rekey.store.ValueCipher;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The secrets of environments in the worker's own database. */
public final class SecretVault implements EnvironmentSecrets {
  private final Database database;
  private final SecretRows rows;
  private final DataSourceRows users;
  private final DataSourceRules rules;
  private final InstantSource clock;
  private final Supplier<String> ids;
  private final Edits edits;

  /** Is told of every edit of a secret that is in use. */
  @FunctionalInterface
  public interface Edits {
    /**
     * Writes what follows from an edit, in the transaction that writes the edit.
     *
     * @return what to do once that is committed
     */
    Runnable begin(Connection connection, SecretEdit edit) throws SQLException;
  }

  /** A secret as it was written, and what to do once that is committed. */
  private record Written(EnvironmentSecret secret, Runnable then) {}

  /**
   * @param ids gives the ids of new secrets
   */
  public SecretVault(
      Database database,
      ValueCipher cipher,
      DataSourceRules rules,
      InstantSource clock,
      Supplier<String> ids,
      Edits edits) {
    this.database = database;
    this.rows = new SecretRows(cipher);
    this.users = new DataSourceRows(cipher);
    this.rules = rules;
    this.clock = clock;
    this.ids = ids;
    this.edits = edits;
  }

  @Override
  public List<EnvironmentSecret> list(String environment) {
    return database.read(connection -> rows.list(connection, environment));
  }

  @Override
  public List<Held> values(String environment) {
    return database.read(connection -> rows.values(connection, environment));
  }

  @Override
  public Optional<Held> find(String environment, String id) {
    return database.read(connection -> rows.find(connection, environment, id));
  }

  @Override
  public EnvironmentSecret put(
      String environment, String name, Optional<SecretScope> scope, Secret value, Actor actor) {
    rules.checkSecret(name, value);
    EnvironmentSecret wanted = new EnvironmentSecret(ids.get(), environment, name, scope, now());
    Written written =
        database.write(
            connection -> {
              Written done = write(connection, wanted, value);
              audit(connection, wanted, "put secret", actor, "ok");
              return done;
            });
    written.then().run();
    return written.secret();
  }

  private Written write(Connection connection, EnvironmentSecret wanted, Secret value)
      throws SQLException {
    if (rows.insert(connection, wanted, value)) {
      return new Written(wanted, () -> {});
    }
    String id =
        rows.find(connection, wanted.environment(), wanted.name(), wanted.scope())
            .orElseThrow()
            .id();
    Held before = rows.lock(connection, wanted.environment(), id).orElseThrow();
    if (before.value().equals(value)) {
      return new Written(before.secret(), () -> {});
    }
    rows.update(connection, id, value, wanted.updatedAt());
    EnvironmentSecret after =
        new EnvironmentSecret(
            id, wanted.environment(), wanted.name(), wanted.scope(), wanted.updatedAt());
    return new Written(after, begin(connection, new Held(after, value), before.value()));
  }

  private Runnable begin(Connection connection, Held after, Secret from) throws SQLException {
    EnvironmentSecret secret = after.secret();
    List<String> names = SecretRows.users(connection, secret.environment(), secret.id());
    if (names.isEmpty()) {
      return () -> {};
    }
    DataSource user =
        users
            .find(connection, new DataSourceRef(secret.environment(), names.getFirst()))
            .orElseThrow();
    Set<String> keys = new TreeSet<>();
    users
        .config(connection, user.id())
        .forEach(
            (key, entry) -> {
              if (entry.value().equals(new ConfigValue.Reference(secret.id()))) {
                keys.add(key);
              }
            });
    return edits.begin(connection, new SecretEdit(secret, user, keys, from, after.value()));
  }

  @Override
  public Removal delete(String environment, String name, Optional<SecretScope> scope, Actor actor) {
    return database.write(
        connection -> {
          Optional<EnvironmentSecret> found = rows.find(connection, environment, name, scope);
          if (found.isEmpty()) {
            return new Removal.NotFound();
          }
          List<String> users = SecretRows.users(connection, environment, found.get().id());
          if (!users.isEmpty()) {
            audit(connection, found.get(), "delete secret", actor, "in use");
            return new Removal.InUse(users);
          }
          rows.delete(connection, found.get().id());
          audit(connection, found.get(), "delete secret", actor, "ok");
          return new Removal.Removed(found.get());
        });
  }

  /** Under the name of no data source. */
  private void audit(
      Connection connection, EnvironmentSecret secret, String action, Actor actor, String result)
      throws SQLException {
    AuditTrail.append(
        connection,
        new AuditTrail.Line(
            now(),
            actor,
            action,
            new DataSourceRef(secret.environment(), ""),
            Set.of(secret.name()),
            result));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
