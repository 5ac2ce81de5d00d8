package dev.rekey.app;

import dev.rekey.app.config.Settings;
import dev.rekey.client.RekeyException;
import dev.rekey.datasource.DataSources;
import dev.rekey.event.EventSource;
import dev.rekey.ops.EventSources;
import dev.rekey.ops.StartedCheck;
import dev.rekey.rotation.Journal;
import dev.rekey.rotation.Pruner;
import dev.rekey.rotation.RotationEngine;
import dev.rekey.store.KeyRotation;
import io.quarkus.arc.profile.UnlessBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.eclipse.microprofile.health.Startup;
import org.jboss.logging.Logger;

/**
 * Starts the worker in order: what was open is taken up before news comes in, and nothing is when a
 * binding cannot be carried out. Stops it the other way round. A test starts what it needs by
 * itself.
 */
@Singleton
@UnlessBuildProfile("test")
final class Lifecycle {
  private static final Logger LOGGER = Logger.getLogger(Lifecycle.class);

  private static final Duration KEYS_LOOKED_AT = Duration.ofSeconds(30);

  private final Settings settings;
  private final DataSources dataSources;
  private final RotationEngine engine;
  private final EventSources sources;
  private final Pruner pruner;
  private final Notified notified;
  private final Journal journal;
  private final SweepJobs sweeps;
  private final KeyRotation keys;
  private final StartedCheck started;

  Lifecycle(
      Settings settings,
      DataSources dataSources,
      RotationEngine engine,
      EventSources sources,
      Pruner pruner,
      Notified notified,
      Journal journal,
      SweepJobs sweeps,
      KeyRotation keys,
      @Startup StartedCheck started) {
    this.settings = settings;
    this.dataSources = dataSources;
    this.engine = engine;
    this.sources = sources;
    this.pruner = pruner;
    this.notified = notified;
    this.journal = journal;
    this.sweeps = sweeps;
    this.keys = keys;
    this.started = started;
  }

  void start(@Observes StartupEvent event) {
    checkBoundKeys();
    // What waits may wait for a change window that is not in the configuration any more.
    journal.reconsider();
    engine.start();
    notified.start();
    sources.all().forEach(EventSource::start);
    pruner.start();
    sweeps.start();
    keys.watch(KEYS_LOOKED_AT);
    started.done();
    LOGGER.infof(
        "worker started bindings=%d sources=%s",
        settings.bindings().all().size(), sources.all().stream().map(EventSource::name).toList());
  }

  /** A server that is away is no reason not to start: its rotations wait for it. */
  private void checkBoundKeys() {
    try {
      new BoundKeysCheck(settings.bindings(), dataSources).run();
    } catch (RekeyException e) {
      LOGGER.warnf(
          "bound data sources cannot be looked at, starting all the same error=%s",
          e.getClass().getName());
    }
  }

  void stop(@Observes ShutdownEvent event) {
    sources.all().forEach(EventSource::close);
    sweeps.close();
    keys.close();
    pruner.close();
    engine.close();
    notified.close();
    LOGGER.info("worker stopped");
  }
}
