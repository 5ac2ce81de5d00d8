package dev.rekey.api.service;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.rekey.api.v1.DataSourceHealth;
import dev.rekey.api.v1.Freeze;
import dev.rekey.api.v1.HealthCheck;
import dev.rekey.api.v1.HealthState;
import dev.rekey.api.v1.SweepKind;
import dev.rekey.api.v1.SweepStatus;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.sweep.Check;
import dev.rekey.sweep.Health;
import dev.rekey.sweep.SourceHealth;
import java.time.Instant;
import java.util.Optional;

/** Sweeps, what they found, and freezes on the wire. */
final class SweepMapper {
  private static final String STATE_PREFIX = "HEALTH_STATE_";
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int LONGEST_REASON = 500;

  private SweepMapper() {}

  /**
   * @throws InvalidFieldException when none is given, or there is no such kind
   */
  static dev.rekey.sweep.SweepKind kind(SweepKind kind) {
    return switch (kind) {
      case SWEEP_KIND_HEALTH -> dev.rekey.sweep.SweepKind.HEALTH;
      case SWEEP_KIND_DRIFT -> dev.rekey.sweep.SweepKind.DRIFT;
      case SWEEP_KIND_UNSPECIFIED -> throw new InvalidFieldException("kind", "is required");
      case UNRECOGNIZED -> throw new InvalidFieldException("kind", "is unknown");
    };
  }

  static SweepStatus status(dev.rekey.sweep.SweepStatus status) {
    SweepStatus.Builder wire =
        SweepStatus.newBuilder()
            .setKind(
                switch (status.kind()) {
                  case HEALTH -> SweepKind.SWEEP_KIND_HEALTH;
                  case DRIFT -> SweepKind.SWEEP_KIND_DRIFT;
                })
            .setRunning(status.running())
            .setTotal(status.total())
            .setDone(status.done());
    status.startedAt().map(Replies::timestamp).ifPresent(wire::setStartedAt);
    status.lastSuccess().map(Replies::timestamp).ifPresent(wire::setLastSuccessAt);
    status.nextDue().map(Replies::timestamp).ifPresent(wire::setNextDueAt);
    return wire.build();
  }

  /**
   * The state to look for, or empty for {@code HEALTH_STATE_UNSPECIFIED}.
   *
   * @throws InvalidFieldException for a state that there is not
   */
  static Optional<dev.rekey.sweep.HealthState> state(HealthState state) {
    return switch (state) {
      case HEALTH_STATE_UNSPECIFIED -> Optional.empty();
      case UNRECOGNIZED -> throw new InvalidFieldException("state", "is unknown");
      case HEALTH_STATE_UNKNOWN,
          HEALTH_STATE_HEALTHY,
          HEALTH_STATE_DEGRADED,
          HEALTH_STATE_FAILING ->
          Optional.of(
              dev.rekey.sweep.HealthState.valueOf(state.name().substring(STATE_PREFIX.length())));
    };
  }

  static DataSourceHealth health(SourceHealth source) {
    Health health = source.health();
    DataSourceHealth.Builder wire =
        DataSourceHealth.newBuilder()
            .setDataSourceId(source.id())
            .setDataSource(source.dataSource().name())
            .setKind(source.kind().name())
            .setState(HealthState.valueOf(STATE_PREFIX + health.state()))
            .setSince(Replies.timestamp(health.since()))
            .setMessage(health.message());
    health.failingSince().map(Replies::timestamp).ifPresent(wire::setFailingSince);
    health.last().map(SweepMapper::check).ifPresent(wire::setLast);
    health.history().stream().map(SweepMapper::check).forEach(wire::addHistory);
    return wire.build();
  }

  private static HealthCheck check(Check check) {
    return HealthCheck.newBuilder()
        .setAt(Replies.timestamp(check.at()))
        .setVerdict(RotationMapper.word(check.verdict()))
        .setLatencySeconds(check.latency().toNanos() / NANOS_PER_SECOND)
        .build();
  }

  static Freeze freeze(Optional<dev.rekey.rotation.Freeze> freeze) {
    return freeze.map(SweepMapper::freeze).orElseGet(Freeze::getDefaultInstance);
  }

  private static Freeze freeze(dev.rekey.rotation.Freeze freeze) {
    Freeze.Builder wire =
        Freeze.newBuilder()
            .setFrozen(true)
            .setReason(freeze.reason())
            .setActor(freeze.actor().name())
            .setSince(Replies.timestamp(freeze.since()))
            .setEverywhere(freeze.environment().isEmpty());
    freeze.until().map(Replies::timestamp).ifPresent(wire::setUntil);
    return wire.build();
  }

  /**
   * @throws InvalidFieldException when there is none, or too much of it
   */
  static String reason(String text) {
    if (text.isBlank()) {
      throw new InvalidFieldException("reason", "is required, for whoever wonders what waits");
    }
    if (text.length() > LONGEST_REASON) {
      throw new InvalidFieldException("reason", "is longer than " + LONGEST_REASON + " characters");
    }
    return text;
  }

  /**
   * @throws InvalidFieldException for a time that is not in the future
   */
  static Instant until(Timestamp wire, Instant now) {
    if (!Timestamps.isValid(wire)) {
      throw new InvalidFieldException("until", "is no time");
    }
    Instant until = Instant.ofEpochSecond(wire.getSeconds(), wire.getNanos());
    if (!until.isAfter(now)) {
      throw new InvalidFieldException("until", "is not in the future");
    }
    return until;
  }
}
