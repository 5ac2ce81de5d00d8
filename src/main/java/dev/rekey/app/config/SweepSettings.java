package dev.rekey.app.config;

import dev.rekey.cron.CronTimes;
import dev.rekey.datasource.Kind;
import dev.rekey.rotation.ChangeWindow;
import dev.rekey.rotation.ChangeWindows;
import dev.rekey.secret.SecretRef;
import dev.rekey.sweep.Schedule;
import dev.rekey.sweep.SweepPlan;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the configuration says of sweeps and change windows.
 *
 * @param gaps how long a data source of a kind is left alone after a test at least; empty where it
 *     is left alone altogether
 */
public record SweepSettings(
    List<SweepPlan> health,
    List<SweepPlan> drift,
    Map<Kind, Optional<Duration>> gaps,
    ChangeWindows windows) {
  private static final String HEALTH = "rekey.sweeps.health";
  private static final String DRIFT = "rekey.sweeps.drift";
  private static final String WINDOWS = "rekey.change-windows";
  private static final int SHORTEST = 10;
  private static final int LONGEST = 7 * 86_400;

  /** A sweep begins a little earlier or later than the one before: that must not count. */
  private static final double LEEWAY = 0.9;

  static SweepSettings of(RekeyConfig config, Set<String> environments) {
    SweepConfig.Health health = config.sweeps().health();
    SweepConfig.Drift drift = config.sweeps().drift();
    Settings.range(HEALTH + ".max-concurrent-tests", health.maxConcurrentTests(), 1, 1_000);
    Settings.range(DRIFT + ".max-concurrent-calls", drift.maxConcurrentCalls(), 1, 1_000);
    return new SweepSettings(
        plans(
            HEALTH,
            new General(
                health.enabled(),
                health.every(),
                health.cron(),
                health.zone(),
                health.jitter(),
                health.spread()),
            health.environments(),
            environments),
        plans(
            DRIFT,
            new General(
                drift.enabled(),
                drift.every(),
                drift.cron(),
                drift.zone(),
                drift.jitter(),
                drift.spread()),
            drift.environments(),
            environments),
        gaps(health.kinds()),
        windows(config.changeWindows(), environments));
  }

  /** What holds where an environment says nothing else. */
  private record General(
      boolean enabled,
      Duration every,
      Optional<String> cron,
      String zone,
      Duration jitter,
      double spread) {}

  private static List<SweepPlan> plans(
      String key,
      General general,
      Map<String, SweepConfig.InEnvironment> single,
      Set<String> environments) {
    single.keySet().forEach(id -> known(key + ".environments." + id, id, environments));
    Settings.range(key + ".jitter", general.jitter(), 0, 3_600);
    if (!(general.spread() >= 0 && general.spread() <= 1)) {
      throw new InvalidConfigException(key + ".spread", "has to be between 0 and 1");
    }
    Schedule usual = schedule(key, general.every(), general.cron(), general.zone());
    return environments.stream()
        .map(
            id -> {
              Optional<SweepConfig.InEnvironment> own = Optional.ofNullable(single.get(id));
              boolean enabled =
                  own.flatMap(SweepConfig.InEnvironment::enabled).orElse(general.enabled());
              Schedule schedule =
                  own.filter(each -> each.every().isPresent() || each.cron().isPresent())
                      .map(
                          each ->
                              schedule(
                                  key + ".environments." + id,
                                  each.every().orElse(general.every()),
                                  each.cron(),
                                  general.zone()))
                      .orElse(usual);
              return new SweepPlan(
                  id, enabled ? schedule : Schedule.NEVER, general.jitter(), general.spread());
            })
        .toList();
  }

  private static Schedule schedule(String key, Duration every, Optional<String> cron, String zone) {
    Settings.range(key + ".every", every, SHORTEST, LONGEST);
    return cron.<Schedule>map(expression -> cron(key, expression, zone))
        .orElseGet(() -> Schedule.every(every));
  }

  private static CronTimes cron(String key, String expression, String zone) {
    ZoneId where;
    try {
      where = ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new InvalidConfigException(
          key + ".zone", "is no time zone, such as UTC or Europe/Berlin: " + e.getMessage());
    }
    try {
      return new CronTimes(expression, where);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException(
          key + ".cron",
          "is no cron expression of five fields, such as \"0 22 * * 1-5\": " + e.getMessage());
    }
  }

  private static Map<Kind, Optional<Duration>> gaps(Map<String, SweepConfig.OfKind> kinds) {
    Map<Kind, Optional<Duration>> gaps = new EnumMap<>(Kind.class);
    String key = HEALTH + ".kinds";
    kinds.forEach(
        (name, own) -> {
          own.every().ifPresent(e -> Settings.range(key + "." + name + ".every", e, 1, LONGEST));
          gaps.put(
              Settings.kind(key, name),
              own.enabled()
                  ? Optional.of(
                      own.every()
                          .map(e -> Duration.ofMillis((long) (e.toMillis() * LEEWAY)))
                          .orElse(Duration.ZERO))
                  : Optional.empty());
        });
    return gaps;
  }

  /** How long a data source of a kind is left alone. */
  public Optional<Duration> gap(Kind kind) {
    return gaps.getOrDefault(kind, Optional.of(Duration.ZERO));
  }

  private static ChangeWindows windows(List<SweepConfig.Window> windows, Set<String> environments) {
    List<ChangeWindow> all = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      all.add(window(WINDOWS + "[" + i + "]", windows.get(i), environments));
    }
    return new ChangeWindows(all);
  }

  private static ChangeWindow window(
      String key, SweepConfig.Window window, Set<String> environments) {
    known(key + ".environment", window.environment(), environments);
    Settings.range(key + ".length", window.length(), 60, LONGEST);
    return new ChangeWindow(
        window.environment(),
        window.dataSource(),
        window.secret().map(secret -> secret(key, secret)),
        window.rule(),
        cron(key, window.cron(), window.zone()),
        window.length());
  }

  private static SecretRef secret(String key, String reference) {
    try {
      return SecretRef.parse(reference);
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException(key + ".secret", e.getMessage());
    }
  }

  private static void known(String key, String environment, Set<String> environments) {
    if (!environments.contains(environment)) {
      throw new InvalidConfigException(
          key, "is no environment; those of rekey.environments are " + environments);
    }
  }
}
