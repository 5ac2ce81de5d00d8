package dev.rekey.client;

import com.google.protobuf.Timestamp;
import dev.rekey.api.v1.DataSourceHealth;
import dev.rekey.api.v1.HealthCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The messages of sweeps and freezes as records of this package, and back. */
final class SweepWire {
  private static final double NANOS_PER_SECOND = 1e9;

  private SweepWire() {}

  static dev.rekey.api.v1.SweepKind kind(SweepKind kind) {
    return switch (kind) {
      case HEALTH -> dev.rekey.api.v1.SweepKind.SWEEP_KIND_HEALTH;
      case DRIFT -> dev.rekey.api.v1.SweepKind.SWEEP_KIND_DRIFT;
    };
  }

  static SweepStatus status(dev.rekey.api.v1.SweepStatus status) {
    return new SweepStatus(
        status.getRunning(),
        status.getTotal(),
        status.getDone(),
        status.hasStartedAt() ? time(status.getStartedAt()) : Optional.empty(),
        status.hasLastSuccessAt() ? time(status.getLastSuccessAt()) : Optional.empty(),
        status.hasNextDueAt() ? time(status.getNextDueAt()) : Optional.empty());
  }

  static dev.rekey.api.v1.HealthState state(HealthState state) {
    return switch (state) {
      case UNKNOWN -> dev.rekey.api.v1.HealthState.HEALTH_STATE_UNKNOWN;
      case HEALTHY -> dev.rekey.api.v1.HealthState.HEALTH_STATE_HEALTHY;
      case DEGRADED -> dev.rekey.api.v1.HealthState.HEALTH_STATE_DEGRADED;
      case FAILING -> dev.rekey.api.v1.HealthState.HEALTH_STATE_FAILING;
    };
  }

  static DatasourceHealth health(DataSourceHealth health) {
    return new DatasourceHealth(
        health.getDataSourceId(),
        health.getDataSource(),
        health.getKind(),
        state(health.getState()),
        instant(health.getSince()),
        health.hasFailingSince() ? time(health.getFailingSince()) : Optional.empty(),
        health.getMessage(),
        health.getHistoryList().stream().map(SweepWire::check).toList());
  }

  private static HealthState state(dev.rekey.api.v1.HealthState state) {
    return switch (state) {
      case HEALTH_STATE_HEALTHY -> HealthState.HEALTHY;
      case HEALTH_STATE_DEGRADED -> HealthState.DEGRADED;
      case HEALTH_STATE_FAILING -> HealthState.FAILING;
      case HEALTH_STATE_UNSPECIFIED, HEALTH_STATE_UNKNOWN, UNRECOGNIZED -> HealthState.UNKNOWN;
    };
  }

  private static DatasourceHealth.Check check(HealthCheck check) {
    return new DatasourceHealth.Check(
        instant(check.getAt()),
        check.getVerdict(),
        Duration.ofNanos(Math.round(check.getLatencySeconds() * NANOS_PER_SECOND)));
  }

  static Optional<Freeze> freeze(dev.rekey.api.v1.Freeze freeze) {
    return freeze.getFrozen()
        ? Optional.of(
            new Freeze(
                freeze.getReason(),
                freeze.hasUntil() ? time(freeze.getUntil()) : Optional.empty(),
                freeze.getActor(),
                instant(freeze.getSince()),
                freeze.getEverywhere()))
        : Optional.empty();
  }

  static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  private static Optional<Instant> time(Timestamp timestamp) {
    return Optional.of(instant(timestamp));
  }

  private static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }
}
