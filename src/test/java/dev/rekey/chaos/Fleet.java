package dev.rekey.chaos;

import dev.rekey.client.IntegrationKind;
import dev.rekey.client.RekeyClient;
import dev.rekey.client.Rotation;
import dev.rekey.client.RotationFilter;
import dev.rekey.client.RotationState;
import dev.rekey.testing.Concurrently;
import dev.rekey.testing.Eventually;
import dev.rekey.testing.RecordingPostgres.Login;
import dev.rekey.testing.WorkerConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** All secrets and the data sources that they feed. A data source is a database of its name. */
public final class Fleet implements Predicate<Login> {
  /** The keys that only ever change together, and where in the secret they come from. */
  private static final Map<String, String> KEYS =
      Map.of("PGUSER", "/username", "PGPASSWORD", "/password");

  private static final int AT_ONCE = 100;
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final List<ManagedSecret> secrets = new ArrayList<>();
  private final Map<String, ManagedSecret> byDataSource = new LinkedHashMap<>();

  /**
   * @param prefix of all names
   * @param single how many secrets feed one data source
   * @param shared how many secrets feed several
   * @param fanOut how many these feed
   */
  public Fleet(String prefix, int single, int shared, int fanOut) {
    for (int i = 0; i < single + shared; i++) {
      String name = prefix + i;
      List<String> dataSources =
          i < single
              ? List.of(name)
              : IntStream.range(0, fanOut).mapToObj(each -> name + "_" + each).toList();
      var secret = new ManagedSecret(name, dataSources);
      secrets.add(secret);
      dataSources.forEach(dataSource -> byDataSource.put(dataSource, secret));
    }
  }

  public static Set<String> keySet() {
    return KEYS.keySet();
  }

  public List<ManagedSecret> secrets() {
    return List.copyOf(secrets);
  }

  public List<String> dataSources() {
    return List.copyOf(byDataSource.keySet());
  }

  ManagedSecret secretOf(String dataSource) {
    return byDataSource.get(dataSource);
  }

  public WorkerConfig bind(WorkerConfig config) {
    return bind(config, ManagedSecret::name);
  }

  /**
   * @param reference how the worker finds a secret
   */
  public WorkerConfig bind(WorkerConfig config, Function<ManagedSecret, String> reference) {
    WorkerConfig bound = config;
    for (Map.Entry<String, ManagedSecret> entry : byDataSource.entrySet()) {
      bound = bound.bind(reference.apply(entry.getValue()), entry.getKey(), KEYS);
    }
    return bound;
  }

  /** Whether every data source has been let in with the current version of its secret. */
  public boolean isCarried() {
    return secrets.stream().allMatch(ManagedSecret::isEverywhere);
  }

  /**
   * Waits until the newest rotations, as many as there are data sources, have come to their end.
   *
   * @throws IllegalStateException when they do not, or when one is not committed
   */
  public void requireCommitted(RekeyClient client) {
    RotationFilter newest = RotationFilter.newest(byDataSource.size());
    List<Rotation> ended =
        Eventually.get(
            LIMIT,
            () -> "rotations are still under way",
            () ->
                Optional.of(client.rotations().list(newest))
                    .filter(all -> all.stream().allMatch(each -> each.state().isFinal())));
    for (Rotation rotation : ended) {
      if (rotation.state() != RotationState.COMMITTED) {
        throw new IllegalStateException(
            rotation.dataSource() + ": " + rotation.state() + ": " + rotation.detail());
      }
    }
  }

  /**
   * Makes all data sources through the API.
   *
   * @param port where a data source is to log in
   * @return their ids by name
   */
  public Map<String, String> create(RekeyClient client, ToIntFunction<String> port) {
    List<String> names = dataSources();
    Map<String, String> ids = new LinkedHashMap<>();
    for (int from = 0; from < names.size(); from += AT_ONCE) {
      List<String> some = names.subList(from, Math.min(names.size(), from + AT_ONCE));
      List<String> made =
          Concurrently.times(
              some.size(), i -> create(client, some.get(i), port.applyAsInt(some.get(i))));
      IntStream.range(0, some.size()).forEach(i -> ids.put(some.get(i), made.get(i)));
    }
    return ids;
  }

  private String create(RekeyClient client, String name, int port) {
    Map<String, String> config = config(name, port, byDataSource.get(name).first());
    return client.datasources().create(IntegrationKind.POSTGRESQL, name, config).id();
  }

  public static Map<String, String> config(String name, int port, Credential credential) {
    return Map.of(
        "PGHOST",
        "127.0.0.1",
        "PGPORT",
        String.valueOf(port),
        "PGSSLMODE",
        "disable",
        "PGDATABASE",
        name,
        "PGUSER",
        credential.user(),
        "PGPASSWORD",
        credential.password());
  }

  /** Asked by the target for each login. */
  @Override
  public boolean test(Login login) {
    ManagedSecret secret = byDataSource.get(login.database());
    return secret != null && secret.login(login.database(), login.user(), login.password());
  }
}
