package dev.rekey.app.config;

import dev.rekey.rotation.ChangeWindow;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The sweeps, each with what holds in general, and in single environments. */
public interface SweepConfig {
  Health health();

  Drift drift();

  /** Tests every data source. */
  interface Health {
    @WithDefault("true")
    boolean enabled();

    @WithDefault("15m")
    Duration every();

    Optional<String> cron();

    @WithDefault("UTC")
    String zone();

    @WithDefault("30s")
    Duration jitter();

    @WithDefault("0.5")
    double spread();

    @WithDefault("16")
    int maxConcurrentTests();

    @WithDefault("true")
    boolean metricsPerDataSource();

    Map<String, OfKind> kinds();

    Map<String, InEnvironment> environments();
  }

  /** Compares the versions of every bound secret. */
  interface Drift {
    @WithDefault("true")
    boolean enabled();

    @WithDefault("1h")
    Duration every();

    Optional<String> cron();

    @WithDefault("UTC")
    String zone();

    @WithDefault("1m")
    Duration jitter();

    @WithDefault("0")
    double spread();

    @WithDefault("16")
    int maxConcurrentCalls();

    Map<String, InEnvironment> environments();
  }

  /** How data sources of one kind are swept. */
  interface OfKind {
    @WithDefault("true")
    boolean enabled();

    Optional<Duration> every();
  }

  /** What holds in one environment, where it differs. */
  interface InEnvironment {
    Optional<Boolean> enabled();

    Optional<Duration> every();

    Optional<String> cron();
  }

  /** When rotations may begin, or may not. */
  interface Window {
    String environment();

    Optional<String> dataSource();

    Optional<String> secret();

    ChangeWindow.Rule rule();

    String cron();

    Duration length();

    @WithDefault("UTC")
    String zone();
  }
}
