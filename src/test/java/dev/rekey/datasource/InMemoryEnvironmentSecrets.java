package dev.rekey.datasource;

import dev.rekey.secret.Secret;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The secrets of environments, in memory. Faithful to the port but for durability and audit. */
public final class InMemoryEnvironmentSecrets implements EnvironmentSecrets {
  private static final Comparator<EnvironmentSecret> BY_NAME =
      Comparator.comparing(EnvironmentSecret::name).thenComparing(each -> each.scope().toString());

  private final InstantSource clock;
  private final DataSources users;
  private final List<Held> held = new ArrayList<>();
  private int lastId;

  /**
   * @param users who may refer to these secrets
   */
  public InMemoryEnvironmentSecrets(InstantSource clock, DataSources users) {
    this.clock = clock;
    this.users = users;
  }

  @Override
  public List<EnvironmentSecret> list(String environment) {
    return values(environment).stream().map(Held::secret).toList();
  }

  @Override
  public synchronized List<Held> values(String environment) {
    return held.stream()
        .filter(each -> each.secret().environment().equals(environment))
        .sorted(Comparator.comparing(Held::secret, BY_NAME))
        .toList();
  }

  @Override
  public Optional<Held> find(String environment, String id) {
    return values(environment).stream().filter(each -> each.secret().id().equals(id)).findFirst();
  }

  @Override
  public synchronized EnvironmentSecret put(
      String environment, String name, Optional<SecretScope> scope, Secret value, Actor actor) {
    DataSourceRules.DEFAULT.checkSecret(name, value);
    Optional<Held> before = named(environment, name, scope);
    if (before.isPresent() && before.get().value().equals(value)) {
      return before.get().secret();
    }
    String id = before.map(each -> each.secret().id()).orElseGet(() -> "secret-" + ++lastId);
    before.ifPresent(held::remove);
    EnvironmentSecret written =
        new EnvironmentSecret(id, environment, name, scope, clock.instant());
    held.add(new Held(written, value));
    return written;
  }

  @Override
  public synchronized Removal delete(
      String environment, String name, Optional<SecretScope> scope, Actor actor) {
    Optional<Held> found = named(environment, name, scope);
    if (found.isEmpty()) {
      return new Removal.NotFound();
    }
    ConfigValue reference = new ConfigValue.Reference(found.get().secret().id());
    List<String> names =
        users.all(environment).stream()
            .filter(
                each ->
                    each.config().values().stream()
                        .anyMatch(entry -> entry.value().equals(reference)))
            .map(each -> each.dataSource().name())
            .toList();
    if (!names.isEmpty()) {
      return new Removal.InUse(names);
    }
    held.remove(found.get());
    return new Removal.Removed(found.get().secret());
  }

  private Optional<Held> named(String environment, String name, Optional<SecretScope> scope) {
    return values(environment).stream()
        .filter(each -> each.secret().name().equals(name))
        .filter(each -> each.secret().scope().equals(scope))
        .findFirst();
  }
}
