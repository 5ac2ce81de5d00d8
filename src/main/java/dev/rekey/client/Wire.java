package dev.rekey.client;

import com.chalk.server.v1.Integration;
import com.chalk.server.v1.IntegrationConfigValue;
import com.chalk.server.v1.SecretWithValue;
import com.chalk.server.v1.TestIntegrationResponse;
import com.google.protobuf.Timestamp;
import dev.rekey.api.v1.ReplayEventResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The wire's messages as records of this package, and back. */
final class Wire {
  private static final String KIND_PREFIX = "INTEGRATION_KIND_";
  private static final String STATE_PREFIX = "ROTATION_STATE_";
  private static final double NANOS_PER_SECOND = 1e9;

  private Wire() {}

  static Datasource datasource(Integration integration) {
    return new Datasource(
        integration.getId(),
        integration.getName(),
        kind(integration.getKind()),
        integration.getEnvironmentId(),
        instant(integration.getCreatedAt()),
        instant(integration.getUpdatedAt()));
  }

  static com.chalk.server.v1.IntegrationKind kind(IntegrationKind kind) {
    return com.chalk.server.v1.IntegrationKind.valueOf(KIND_PREFIX + kind.name());
  }

  static Map<String, IntegrationConfigValue> config(Map<String, String> config) {
    var values = new LinkedHashMap<String, IntegrationConfigValue>();
    config.forEach(
        (key, value) ->
            values.put(key, IntegrationConfigValue.newBuilder().setLiteral(value).build()));
    return values;
  }

  static ConfigKey configKey(SecretWithValue secret) {
    return new ConfigKey(secret.getName(), secret.getValue(), instant(secret.getUpdatedAt()));
  }

  static TestOutcome testOutcome(TestIntegrationResponse response) {
    return new TestOutcome(
        response.getSuccess(),
        response.getMessage(),
        Duration.ofNanos(Math.round(response.getLatencySeconds() * NANOS_PER_SECOND)));
  }

  static Rotation rotation(dev.rekey.api.v1.Rotation rotation) {
    return new Rotation(
        rotation.getId(),
        rotation.getBindingId(),
        rotation.getSecret(),
        rotation.getEnvironmentId(),
        rotation.getDataSource(),
        state(rotation.getState()),
        rotation.hasSecretVersion() ? Optional.of(rotation.getSecretVersion()) : Optional.empty(),
        rotation.getChangedKeysList(),
        rotation.getDetail(),
        instant(rotation.getCreatedAt()),
        instant(rotation.getUpdatedAt()),
        rotation.getEventId(),
        rotation.getCause(),
        given(rotation.getKind()),
        rotation.getHistoryList().stream().map(Wire::step).toList());
  }

  static dev.rekey.api.v1.RotationState state(RotationState state) {
    return switch (state) {
      case UNKNOWN ->
          throw new InvalidArgumentException("state: UNKNOWN is none that can be asked for");
      case QUEUED,
          PREPARED,
          APPLIED,
          ROLLING_BACK,
          UNCHANGED,
          COMMITTED,
          ROLLED_BACK,
          FAILED,
          FETCHED,
          VERIFYING,
          PARKED,
          REJECTED,
          SUPERSEDED ->
          dev.rekey.api.v1.RotationState.valueOf(STATE_PREFIX + state.name());
    };
  }

  static Binding binding(dev.rekey.api.v1.Binding binding) {
    return new Binding(
        binding.getId(),
        binding.getSecret(),
        binding.getEnvironmentId(),
        binding.getDataSource(),
        binding.getKeysMap());
  }

  static QuarantinedEvent quarantinedEvent(dev.rekey.api.v1.QuarantinedEvent event) {
    return new QuarantinedEvent(
        event.getId(),
        event.getSource(),
        event.getReason(),
        instant(event.getReceivedAt()),
        event.getPosition(),
        event.getSizeBytes());
  }

  static AuditEntry auditEntry(dev.rekey.api.v1.AuditEntry entry) {
    return new AuditEntry(
        entry.getSequence(),
        instant(entry.getAt()),
        entry.getActor(),
        entry.getAction(),
        entry.getEnvironmentId(),
        entry.getDataSource(),
        entry.getKeysList(),
        entry.getResult());
  }

  private static Rotation.Step step(dev.rekey.api.v1.RotationStep step) {
    return new Rotation.Step(
        step.getSequence(),
        state(step.getState()),
        instant(step.getAt()),
        step.getDetail(),
        step.getAttempt(),
        given(step.getVerdict()));
  }

  static AskedRotation asked(dev.rekey.api.v1.AskedRotation asked) {
    return new AskedRotation(asked.getRotationId(), asked.getDataSource(), asked.getJoined());
  }

  static BindingPlan plan(dev.rekey.api.v1.BindingPlan plan) {
    return new BindingPlan(
        plan.getBindingId(),
        plan.getDataSource(),
        plan.hasSecretVersion() ? Optional.of(plan.getSecretVersion()) : Optional.empty(),
        plan.getChangedKeysList(),
        given(plan.getVerdict()),
        plan.getMessage(),
        plan.getDetail());
  }

  static ReplayedEvent replayedEvent(ReplayEventResponse response) {
    return new ReplayedEvent(
        response.getSecret(),
        response.getRotationsList().stream().map(Wire::asked).toList(),
        response.getElsewhere());
  }

  private static Optional<String> given(String text) {
    return Optional.of(text).filter(some -> !some.isEmpty());
  }

  private static RotationState state(dev.rekey.api.v1.RotationState state) {
    return switch (state) {
      case ROTATION_STATE_QUEUED -> RotationState.QUEUED;
      case ROTATION_STATE_PREPARED -> RotationState.PREPARED;
      case ROTATION_STATE_APPLIED -> RotationState.APPLIED;
      case ROTATION_STATE_ROLLING_BACK -> RotationState.ROLLING_BACK;
      case ROTATION_STATE_UNCHANGED -> RotationState.UNCHANGED;
      case ROTATION_STATE_COMMITTED -> RotationState.COMMITTED;
      case ROTATION_STATE_ROLLED_BACK -> RotationState.ROLLED_BACK;
      case ROTATION_STATE_FAILED -> RotationState.FAILED;
      case ROTATION_STATE_FETCHED -> RotationState.FETCHED;
      case ROTATION_STATE_VERIFYING -> RotationState.VERIFYING;
      case ROTATION_STATE_PARKED -> RotationState.PARKED;
      case ROTATION_STATE_REJECTED -> RotationState.REJECTED;
      case ROTATION_STATE_SUPERSEDED -> RotationState.SUPERSEDED;
      case ROTATION_STATE_UNSPECIFIED, UNRECOGNIZED -> RotationState.UNKNOWN;
    };
  }

  private static IntegrationKind kind(com.chalk.server.v1.IntegrationKind kind) {
    return Arrays.stream(IntegrationKind.values())
        .filter(known -> kind(known) == kind)
        .findFirst()
        .orElseThrow(
            () -> new RekeyException("the server sent a kind that this client does not know"));
  }

  private static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }
}
