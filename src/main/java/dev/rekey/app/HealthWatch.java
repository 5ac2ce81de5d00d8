package dev.rekey.app;

import dev.rekey.ops.EventSources;
import dev.rekey.ops.SecretProblems;
import dev.rekey.ops.SourceMetrics;
import dev.rekey.ops.TestsUnderWay;
import dev.rekey.ops.health.ComponentChecks;
import dev.rekey.ops.health.ComponentHealth;
import grpc.health.v1.HealthOuterClass.HealthCheckResponse.ServingStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.arc.profile.UnlessBuildProfile;
import io.quarkus.grpc.runtime.health.GrpcHealthStorage;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.health.api.HealthRegistry;
import io.smallrye.health.api.HealthType;
import io.smallrye.health.registry.HealthRegistries;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/**
 * Shows how the parts of the worker are: to {@code /q/health/ready}, which asks them when it is
 * asked, and every few seconds to {@code grpc.health.v1} and to the metrics. A part that comes or
 * goes while the worker runs is shown from the next look on.
 */
@Singleton
@UnlessBuildProfile("test")
final class HealthWatch {
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

  private final ComponentChecks checks;
  private final GrpcHealthStorage grpc;
  private final MultiGauge up;
  private final HealthRegistry ready = HealthRegistries.getRegistry(HealthType.READINESS);
  private final Set<String> shown = new HashSet<>();
  private final Thread thread = Thread.ofVirtual().name("health-watch").unstarted(this::run);

  HealthWatch(
      ComponentChecks checks,
      GrpcHealthStorage grpc,
      MeterRegistry meters,
      EventSources sources,
      SecretProblems problems,
      TestsUnderWay tests,
      InstantSource clock) {
    this.checks = checks;
    this.grpc = grpc;
    this.up =
        MultiGauge.builder("rekey.component.up")
            .description("Whether a part of the worker is as it should be, as readiness has it.")
            .register(meters);
    new SourceMetrics(sources, problems, clock).bindTo(meters);
    tests.bindTo(meters);
  }

  void start(@Observes StartupEvent event) {
    look();
    thread.start();
  }

  void stop(@Observes ShutdownEvent event) {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(BETWEEN_LOOKS);
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    SortedMap<String, ComponentHealth> all = checks.all();
    show(all.keySet());
    all.forEach((name, health) -> grpc.setStatus(name, status(health.isReady())));
    grpc.setStatus(
        GrpcHealthStorage.DEFAULT_SERVICE_NAME,
        status(all.values().stream().allMatch(ComponentHealth::isReady)));
    List<MultiGauge.Row<?>> rows =
        all.entrySet().stream()
            .<MultiGauge.Row<?>>map(
                each ->
                    MultiGauge.Row.of(
                        Tags.of("component", each.getKey()), each.getValue().isReady() ? 1 : 0))
            .toList();
    up.register(rows, true);
  }

  private static ServingStatus status(boolean isReady) {
    return isReady ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
  }

  private void show(Set<String> names) {
    for (String name : names) {
      if (shown.add(name)) {
        ready.register(name, () -> response(name, checks.of(name)));
      }
    }
    shown.removeIf(
        name -> {
          boolean gone = !names.contains(name);
          if (gone) {
            ready.remove(name);
            grpc.setStatus(name, ServingStatus.UNKNOWN);
          }
          return gone;
        });
  }

  private static HealthCheckResponse response(String name, ComponentHealth health) {
    HealthCheckResponseBuilder response = HealthCheckResponse.named(name);
    health.facts().forEach(response::withData);
    return response.status(health.isReady()).build();
  }
}
