package dev.rekey.app;

import dev.rekey.app.config.RekeyConfig.TargetKind;
import dev.rekey.app.config.Settings;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSources;
import dev.rekey.event.EventSource;
import dev.rekey.ops.EventSources;
import dev.rekey.ops.SecretProblems;
import dev.rekey.ops.TestsUnderWay;
import dev.rekey.ops.health.Component;
import dev.rekey.ops.health.ComponentChecks;
import dev.rekey.ops.health.Components;
import dev.rekey.rotation.Bindings;
import dev.rekey.rotation.RotationEngine;
import dev.rekey.rotation.RotationLog;
import dev.rekey.secret.SecretRef;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;

/** Which parts there are whose health is told. */
final class HealthProducers {
  private static final Duration LONGEST_OPEN = Duration.ofMinutes(30);
  private static final Duration LIMIT = Duration.ofSeconds(3);

  /** No data source can have this name, so that nothing is read but that there is none. */
  private static final String NOBODY = "rekey-health";

  @Produces
  @Singleton
  TestsUnderWay tests() {
    return new TestsUnderWay(System::nanoTime);
  }

  @Produces
  @Singleton
  ComponentChecks checks(
      Settings settings,
      RotationLog rotations,
      EventSources sources,
      SecretProblems problems,
      Bindings bindings,
      DataSources dataSources,
      RotationEngine engine,
      TestsUnderWay tests,
      InstantSource clock) {
    Components components = new Components(clock);
    List<Component> all = new ArrayList<>();
    all.add(components.store(rotations));
    all.add(components.rotations(rotations, LONGEST_OPEN));
    all.add(
        components.scheduler(
            engine::lastLook, RotationProducers.betweenTakeUps(settings.config())));
    all.add(target(settings, dataSources));
    for (EventSource source : sources.all()) {
      all.add(components.events(source));
    }
    return new ComponentChecks(
        () ->
            Stream.of(all.stream(), secrets(bindings, problems), Components.wedged(tests).stream())
                .flatMap(Function.identity())
                .toList(),
        LIMIT,
        System::nanoTime,
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("health-", 0).factory()));
  }

  /** Of the stores that bindings name at present. */
  private static Stream<Component> secrets(Bindings bindings, SecretProblems problems) {
    return bindings.secrets().stream()
        .map(SecretRef::scheme)
        .distinct()
        .map(scheme -> Components.secrets(scheme.text(), problems));
  }

  /** What is embedded is as well as the store, which is asked by itself. */
  private static Component target(Settings settings, DataSources dataSources) {
    TargetKind kind = settings.config().target().kind();
    String environment = settings.environments().firstEntry().getKey();
    return Components.target(
        kind.name().toLowerCase(Locale.ROOT),
        switch (kind) {
          case EMBEDDED -> Optional::empty;
          case REMOTE -> () -> dataSources.find(new DataSourceRef(environment, NOBODY));
        });
  }
}
