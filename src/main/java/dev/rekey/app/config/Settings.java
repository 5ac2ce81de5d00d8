package dev.rekey.app.config;

import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.datasource.Kind;
import dev.rekey.rotation.Binding;
import dev.rekey.rotation.BindingRules;
import dev.rekey.rotation.Bindings;
import dev.rekey.rotation.SettleWindows;
import dev.rekey.rotation.Terms;
import dev.rekey.secret.SecretIdentities;
import dev.rekey.secret.SecretRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What the configuration means, once it was found to be valid.
 *
 * @param config as it was read; for what needs no check beyond its type
 * @param environments id to name; at least one
 * @param identities which references mean one secret; learns while the worker runs
 * @param bindings those of the configuration; others join them while the worker runs
 * @param testsPerKind where a kind has a bound of its own
 */
public record Settings(
    RekeyConfig config,
    SequencedMap<String, String> environments,
    SecretIdentities identities,
    CloudSettings clouds,
    ConnectorSettings connectors,
    BindingRules bindingRules,
    Bindings bindings,
    SettleWindows settleWindows,
    Map<Kind, Integer> testsPerKind,
    NotificationSettings notifications,
    SweepSettings sweeps) {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,19}");

  /**
   * Checks what types alone cannot say.
   *
   * @throws InvalidConfigException for the first thing that is wrong
   */
  public static Settings of(RekeyConfig config) {
    SequencedMap<String, String> environments = environments(config);
    range("rekey.tokens.lifetime", config.tokens().lifetime(), 60, 86_400);
    range("rekey.events.directory.rescan", config.events().directory().rescan(), 1, 86_400);
    RekeyConfig.SecretStores stores = config.secretStores();
    callsPerSecond("directory", stores.directory().callsPerSecond());
    callsPerSecond("aws", stores.aws().callsPerSecond());
    callsPerSecond("google", stores.google().callsPerSecond());
    range("rekey.retention.days", config.retention().days(), 1, 3_650);
    range("rekey.limits.test-timeout", config.limits().testTimeout(), 1, 300);
    range("rekey.limits.max-value-bytes", config.limits().maxValueBytes(), 1, 1 << 20);
    range("rekey.limits.max-config-keys", config.limits().maxConfigKeys(), 1, 10_000);
    range(
        "rekey.limits.max-concurrent-rotations",
        config.limits().maxConcurrentRotations(),
        1,
        10_000);
    range("rekey.limits.max-rotations-in-hand", config.limits().maxRotationsInHand(), 1, 1_000_000);
    range("rekey.limits.max-concurrent-tests", config.limits().maxConcurrentTests(), 1, 10_000);
    range(
        "rekey.limits.max-concurrent-tests-per-kind",
        config.limits().maxConcurrentTestsPerKind(),
        1,
        10_000);
    range("rekey.limits.test-attempts", config.limits().testAttempts(), 1, 100);
    range("rekey.worker.lease", config.worker().lease(), 1, 3_600);
    range("rekey.worker.drain", config.worker().drain(), 0, 600);
    range("rekey.limits.calls-per-second", config.limits().callsPerSecond(), 1, 1_000_000);
    AccessSettings.check(config);
    TelemetrySettings.check(config.telemetry());
    if (config.store().kind() == RekeyConfig.StoreKind.POSTGRESQL
        && config.store().postgresql().isEmpty()) {
      throw new InvalidConfigException(
          "rekey.store.postgresql", "is missing: give url, user and password-file");
    }
    MasterKeySettings.check(config.masterKey());
    if (config.target().kind() == RekeyConfig.TargetKind.REMOTE
        && config.target().remote().isEmpty()) {
      throw new InvalidConfigException(
          "rekey.target.remote", "is missing: give api-server, client-id and client-secret-file");
    }
    SecretIdentities identities = new SecretIdentities(projects(config));
    BindingRules bindingRules = bindingRules(config, environments.keySet());
    return new Settings(
        config,
        environments,
        identities,
        CloudSettings.of(config),
        ConnectorSettings.of(config),
        bindingRules,
        bindings(config, bindingRules, identities),
        settleWindows(config),
        testsPerKind(config),
        NotificationSettings.of(config.notifications(), environments.keySet()),
        SweepSettings.of(config, environments.keySet()));
  }

  /** How many tests of a kind may be under way at one time. */
  public int concurrentTests(Kind kind) {
    return testsPerKind.getOrDefault(kind, config.limits().maxConcurrentTestsPerKind());
  }

  private static Map<Kind, Integer> testsPerKind(RekeyConfig config) {
    String key = "rekey.limits.tests-per-kind";
    Map<Kind, Integer> bounds = new EnumMap<>(Kind.class);
    config
        .limits()
        .testsPerKind()
        .forEach(
            (name, bound) -> {
              range(key + "." + name, bound, 1, 10_000);
              bounds.put(kind(key, name), bound);
            });
    return bounds;
  }

  private static SequencedMap<String, String> environments(RekeyConfig config) {
    SequencedMap<String, String> names = new LinkedHashMap<>();
    for (int i = 0; i < config.environments().size(); i++) {
      RekeyConfig.Environment environment = config.environments().get(i);
      String name = environment.name().orElse(environment.id());
      if (names.put(environment.id(), name) != null) {
        throw new InvalidConfigException(
            "rekey.environments[" + i + "].id", "another environment has this id");
      }
    }
    if (names.isEmpty()) {
      names.put("default", "Default");
    }
    return names;
  }

  private static SettleWindows settleWindows(RekeyConfig config) {
    Map<Kind, Duration> windows = new EnumMap<>(Kind.class);
    config
        .settleWindows()
        .forEach((name, window) -> windows.put(kind("rekey.settle-windows", name), window));
    windows.forEach((kind, window) -> settleWindow("rekey.settle-windows." + kind, window));
    return new SettleWindows(windows);
  }

  static Kind kind(String key, String name) {
    return Arrays.stream(Kind.values())
        .filter(kind -> kind.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidConfigException(
                    key + "." + name, "is no kind: " + Arrays.toString(Kind.values())));
  }

  private static void settleWindow(String key, Duration window) {
    range(key, window, 0, SettleWindows.LONGEST.toSeconds());
  }

  private static void callsPerSecond(String store, int calls) {
    range("rekey.secret-stores." + store + ".calls-per-second", calls, 1, 100_000);
  }

  private static Map<String, String> projects(RekeyConfig config) {
    Map<String, String> projects = config.secretStores().google().projects();
    projects.forEach(
        (id, number) -> {
          if (!NUMBER.matcher(number).matches()) {
            throw new InvalidConfigException(
                "rekey.secret-stores.google.projects." + id, "is the number of the project");
          }
        });
    return projects;
  }

  private static BindingRules bindingRules(RekeyConfig config, Set<String> environments) {
    for (String environment : config.bindableSecrets().keySet()) {
      if (!environments.contains(environment)) {
        throw new InvalidConfigException(
            "rekey.bindable-secrets." + environment, "there is no such environment");
      }
    }
    return new BindingRules(environments, config.bindableSecrets());
  }

  private static Bindings bindings(
      RekeyConfig config, BindingRules rules, SecretIdentities identities) {
    List<Binding> bindings = new ArrayList<>();
    for (int i = 0; i < config.bindings().size(); i++) {
      bindings.add(binding("rekey.bindings[" + i + "]", config.bindings().get(i), rules));
    }
    try {
      Bindings all = new Bindings(bindings, identities);
      BindingRules.clash(bindings).ifPresent(clash -> refuse(clash, bindings));
      return all;
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException("rekey.bindings", e.getMessage(), e);
    }
  }

  private static void refuse(BindingRules.Clash clash, List<Binding> bindings) {
    throw new InvalidConfigException(
        "rekey.bindings[" + clash.index() + "].keys",
        "%s is fed by rekey.bindings[%d] already, from %s%s"
            .formatted(
                clash.what(), clash.other(), bindings.get(clash.other()).secret(), clash.advice()));
  }

  private static Binding binding(String key, RekeyConfig.Binding given, BindingRules rules) {
    Binding binding =
        new Binding(
            secret(key + ".secret", given.secret()),
            new DataSourceRef(given.environment(), given.dataSource()),
            new TreeMap<>(given.keys()),
            given.settleWindow(),
            given.preflight(),
            new Terms.OnFailure(
                given.onFailure().previousWorks(),
                given.onFailure().previousRefused(),
                given.onFailure().unreachable()));
    try {
      rules.check(binding);
    } catch (InvalidFieldException e) {
      throw new InvalidConfigException(key + "." + e.field().replace('_', '-'), e.reason(), e);
    }
    return binding;
  }

  private static SecretRef secret(String key, String text) {
    try {
      return SecretRef.parse(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException(key, e.getMessage(), e);
    }
  }

  static void range(String key, Duration value, long leastSeconds, long mostSeconds) {
    if (value.compareTo(Duration.ofSeconds(leastSeconds)) < 0
        || value.compareTo(Duration.ofSeconds(mostSeconds)) > 0) {
      throw new InvalidConfigException(
          key, "is from " + leastSeconds + " to " + mostSeconds + " seconds");
    }
  }

  static void range(String key, int value, int least, int most) {
    if (value < least || value > most) {
      throw new InvalidConfigException(key, "is from " + least + " to " + most);
    }
  }
}
