package dev.rekey.datasource.registry;

import dev.rekey.datasource.Actor;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.EnvironmentSecret;
import dev.rekey.datasource.EnvironmentSecrets;
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
import java.util.function.Supplier;

/** The secrets of environments in the worker's own database. */
public final class SecretVault implements EnvironmentSecrets {
  private final Database database;
  private final SecretRows rows;
  private final DataSourceRules rules;
  private final InstantSource clock;
  private final Supplier<String> ids;

  /**
   * @param ids gives the ids of new secrets
   */
  public SecretVault(
      Database database,
      ValueCipher cipher,
      DataSourceRules rules,
      InstantSource clock,
      Supplier<String> ids) {
    this.database = database;
    this.rows = new SecretRows(cipher);
    this.rules = rules;
    this.clock = clock;
    this.ids = ids;
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
    return database.write(
        connection -> {
          EnvironmentSecret written = write(connection, wanted, value);
          audit(connection, wanted, "put secret", actor, "ok");
          return written;
        });
  }

  private EnvironmentSecret write(Connection connection, EnvironmentSecret wanted, Secret value)
      throws SQLException {
    if (rows.insert(connection, wanted, value)) {
      return wanted;
    }
    String id =
        rows.find(connection, wanted.environment(), wanted.name(), wanted.scope())
            .orElseThrow()
            .id();
    Held before = rows.lock(connection, wanted.environment(), id).orElseThrow();
    if (before.value().equals(value)) {
      return before.secret();
    }
    rows.update(connection, id, value, wanted.updatedAt());
    return new EnvironmentSecret(
        id, wanted.environment(), wanted.name(), wanted.scope(), wanted.updatedAt());
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
