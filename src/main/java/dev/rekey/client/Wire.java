package dev.rekey.client;

import com.chalk.server.v1.DatasourcePermissionTag;
import com.chalk.server.v1.Integration;
import com.chalk.server.v1.IntegrationConfigValue;
import com.chalk.server.v1.IntegrationWarning;
import com.chalk.server.v1.ListIntegrationsAndSecretsResponse;
import com.chalk.server.v1.ListSnowflakeNamedStagesResponse;
import com.chalk.server.v1.Secret;
import com.chalk.server.v1.SecretSource;
import com.chalk.server.v1.SecretWithValue;
import com.chalk.server.v1.SnowflakeNamedStage;
import com.chalk.server.v1.SnowflakeUnloadStorageIntegration;
import com.chalk.server.v1.TestIntegrationResponse;
import com.google.protobuf.Timestamp;
import dev.rekey.api.v1.ApplyBindingResponse;
import dev.rekey.api.v1.CheckBindingResponse;
import dev.rekey.api.v1.FailureAction;
import dev.rekey.api.v1.OnFailure;
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
  private static final String SCOPE_PREFIX = "SECRET_SCOPE_TYPE_";
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
        instant(integration.getUpdatedAt()),
        integration.getWarningsList().stream().map(Wire::warning).toList());
  }

  private static Datasource.Warning warning(IntegrationWarning warning) {
    return new Datasource.Warning(
        warning.getTitle(), warning.getMessage(), warning.getConfigKeysList());
  }

  static DatasourceListing listing(ListIntegrationsAndSecretsResponse response) {
    return new DatasourceListing(
        response.getIntegrationsList().stream()
            .map(
                each ->
                    new DatasourceListing.Entry(
                        datasource(each.getIntegration()),
                        each.getSecretsList().stream().map(Wire::storedValue).toList()))
            .toList(),
        response.getCustomSecretsList().stream().map(Wire::storedValue).toList());
  }

  private static StoredValue storedValue(SecretWithValue secret) {
    return new StoredValue(
        secret.getId(),
        secret.getName(),
        secret.getFullName(),
        secret.hasValue() ? Optional.of(secret.getValue()) : Optional.empty(),
        secret.getSource() == SecretSource.SECRET_SOURCE_EXTERNAL,
        instant(secret.getUpdatedAt()));
  }

  static PermissionTags permissionTags(DatasourcePermissionTag tags) {
    return new PermissionTags(
        kind(tags.getKind()),
        tags.getName(),
        tags.getPermissionTagsList(),
        instant(tags.getCreatedAt()),
        instant(tags.getUpdatedAt()));
  }

  static NamedStages stages(ListSnowflakeNamedStagesResponse response) {
    return new NamedStages(
        response.getStagesList().stream().map(Wire::stage).toList(),
        response.getTruncated(),
        response.getStorageIntegrationsList().stream().map(Wire::storageIntegration).toList());
  }

  private static NamedStages.Stage stage(SnowflakeNamedStage stage) {
    return new NamedStages.Stage(
        stage.getName(),
        stage.getDatabaseName(),
        stage.getSchemaName(),
        stage.getReference(),
        stage.getKind(),
        stage.getUrl(),
        stage.getComment(),
        stage.getStorageIntegration());
  }

  private static NamedStages.StorageIntegration storageIntegration(
      SnowflakeUnloadStorageIntegration integration) {
    return new NamedStages.StorageIntegration(
        integration.getName(),
        integration.getType(),
        integration.getProvider(),
        integration.getEnabled(),
        integration.getAllowedLocationsList(),
        integration.getComment());
  }

  static EnvironmentSecret secret(Secret secret) {
    return new EnvironmentSecret(
        secret.getId(),
        secret.getName(),
        instant(secret.getUpdatedAt()),
        given(secret.getIntegrationId()),
        secret.hasScope()
            ? Optional.of(secret.getScope().getType().name().replace(SCOPE_PREFIX, ""))
            : Optional.empty(),
        secret.getSource() == SecretSource.SECRET_SOURCE_EXTERNAL);
  }

  static Environment environment(com.chalk.server.v1.Environment environment) {
    return new Environment(
        environment.getId(),
        environment.getName(),
        environment.getProjectId(),
        environment.getTeamId());
  }

  static CallEntry callEntry(dev.rekey.api.v1.CallEntry call) {
    return new CallEntry(
        call.getSequence(),
        instant(call.getAt()),
        call.getClient(),
        call.getAddress(),
        call.getMethod(),
        call.getEnvironmentId(),
        call.getSubject(),
        call.getKeysList(),
        call.getResult());
  }

  static Caller caller(dev.rekey.api.v1.WhoAmIResponse caller) {
    return new Caller(
        caller.getClientId(),
        caller.getEnvironmentId(),
        caller.getPermissionsList(),
        caller.getEnvironmentIdToNameMap());
  }

  static KeyRotation keyRotation(dev.rekey.api.v1.KeyRotation rotation) {
    return new KeyRotation(rotation.getRunning(), rotation.getTotal(), rotation.getDone());
  }

  static Finding finding(dev.rekey.api.v1.Finding finding) {
    Finding.Level level =
        switch (finding.getLevel()) {
          case FINDING_LEVEL_OK -> Finding.Level.OK;
          case FINDING_LEVEL_WARNING -> Finding.Level.WARNING;
          case FINDING_LEVEL_PROBLEM -> Finding.Level.PROBLEM;
          case FINDING_LEVEL_UNSPECIFIED, UNRECOGNIZED -> Finding.Level.UNKNOWN;
        };
    return new Finding(finding.getComponent(), level, finding.getMessage(), finding.getAdvice());
  }

  static Notification notification(dev.rekey.api.v1.Notification notification) {
    NotificationState state =
        switch (notification.getState()) {
          case NOTIFICATION_STATE_PENDING -> NotificationState.PENDING;
          case NOTIFICATION_STATE_SENT -> NotificationState.SENT;
          case NOTIFICATION_STATE_DEAD -> NotificationState.DEAD;
          case NOTIFICATION_STATE_UNSPECIFIED, UNRECOGNIZED -> NotificationState.UNKNOWN;
        };
    return new Notification(
        notification.getNumber(),
        notification.getEndpoint(),
        notification.getId(),
        notification.getType(),
        notification.getDataSource(),
        Optional.of(notification.getRotationId()).filter(id -> !id.isEmpty()),
        instant(notification.getAt()),
        state,
        notification.getAttempts(),
        notification.getProblem(),
        notification.getDetail());
  }

  static NotificationEndpoint notificationEndpoint(dev.rekey.api.v1.NotificationEndpoint endpoint) {
    return new NotificationEndpoint(
        endpoint.getName(), endpoint.getPending(), endpoint.getDead(), endpoint.getCircuitOpen());
  }

  static dev.rekey.api.v1.NotificationState notificationState(NotificationState state) {
    return switch (state) {
      case PENDING -> dev.rekey.api.v1.NotificationState.NOTIFICATION_STATE_PENDING;
      case SENT -> dev.rekey.api.v1.NotificationState.NOTIFICATION_STATE_SENT;
      case DEAD -> dev.rekey.api.v1.NotificationState.NOTIFICATION_STATE_DEAD;
      case UNKNOWN ->
          throw new InvalidArgumentException("state: UNKNOWN is none that can be asked for");
    };
  }

  static com.chalk.server.v1.IntegrationKind kind(IntegrationKind kind) {
    if (kind == IntegrationKind.UNKNOWN) {
      throw new InvalidArgumentException("kind: UNKNOWN is none that can be asked for");
    }
    return com.chalk.server.v1.IntegrationKind.valueOf(KIND_PREFIX + kind.name());
  }

  static Map<String, IntegrationConfigValue> config(Config config) {
    var values = new LinkedHashMap<String, IntegrationConfigValue>();
    config.settings().forEach((key, setting) -> values.put(key, configValue(setting)));
    return values;
  }

  private static IntegrationConfigValue configValue(Config.Setting setting) {
    var value = IntegrationConfigValue.newBuilder();
    return switch (setting) {
      case Config.Setting.Value(String text) -> value.setLiteral(text).build();
      case Config.Setting.Reference(String secretId) -> value.setSecretId(secretId).build();
    };
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
        rotation.hasWaitingUntil()
            ? Optional.of(instant(rotation.getWaitingUntil()))
            : Optional.empty(),
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
    var onFailure = binding.getOnFailure();
    BindingTerms usual = BindingTerms.USUAL;
    return new Binding(
        binding.getId(),
        binding.getSecret(),
        binding.getEnvironmentId(),
        binding.getDataSource(),
        binding.getKeysMap(),
        new BindingTerms(
            binding.hasSettleWindowMillis()
                ? Optional.of(Duration.ofMillis(binding.getSettleWindowMillis()))
                : Optional.empty(),
            binding.getPreflight(),
            action(onFailure.getPreviousWorks()).orElse(usual.previousWorks()),
            action(onFailure.getPreviousRefused()).orElse(usual.previousRefused()),
            action(onFailure.getUnreachable()).orElse(usual.unreachable())),
        switch (binding.getOrigin()) {
          case BINDING_ORIGIN_CONFIGURATION -> Binding.Origin.CONFIGURATION;
          case BINDING_ORIGIN_STORE -> Binding.Origin.STORE;
          case BINDING_ORIGIN_UNSPECIFIED, UNRECOGNIZED -> Binding.Origin.UNKNOWN;
        },
        given(binding.getSetAside()));
  }

  private static Optional<BindingTerms.FailureAction> action(FailureAction action) {
    return switch (action) {
      case FAILURE_ACTION_ROLL_BACK -> Optional.of(BindingTerms.FailureAction.ROLL_BACK);
      case FAILURE_ACTION_KEEP -> Optional.of(BindingTerms.FailureAction.KEEP);
      case FAILURE_ACTION_PARK -> Optional.of(BindingTerms.FailureAction.PARK);
      case FAILURE_ACTION_UNSPECIFIED, UNRECOGNIZED -> Optional.empty();
    };
  }

  private static FailureAction action(BindingTerms.FailureAction action) {
    return FailureAction.valueOf("FAILURE_ACTION_" + action.name());
  }

  static dev.rekey.api.v1.BindingSpec spec(BindingSpec wanted) {
    BindingTerms terms = wanted.terms();
    var spec =
        dev.rekey.api.v1.BindingSpec.newBuilder()
            .setSecret(wanted.secret())
            .setDataSource(wanted.dataSource())
            .putAllKeys(wanted.keys())
            .setPreflight(terms.preflight())
            .setOnFailure(
                OnFailure.newBuilder()
                    .setPreviousWorks(action(terms.previousWorks()))
                    .setPreviousRefused(action(terms.previousRefused()))
                    .setUnreachable(action(terms.unreachable())));
    terms.settleWindow().map(Duration::toMillis).ifPresent(spec::setSettleWindowMillis);
    return spec.build();
  }

  static AppliedBinding applied(ApplyBindingResponse response) {
    return new AppliedBinding(
        switch (response.getOutcome()) {
          case APPLY_OUTCOME_CREATED -> AppliedBinding.Outcome.CREATED;
          case APPLY_OUTCOME_UNCHANGED -> AppliedBinding.Outcome.UNCHANGED;
          case APPLY_OUTCOME_CHANGED, APPLY_OUTCOME_UNSPECIFIED, UNRECOGNIZED ->
              AppliedBinding.Outcome.CHANGED;
        },
        given(response.getRotationId()));
  }

  static BindingCheck check(CheckBindingResponse response) {
    return new BindingCheck(
        given(response.getRefusal()),
        given(response.getSecretProblem()),
        given(response.getKind()),
        response.getKeysList());
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
        .filter(known -> kind.name().equals(KIND_PREFIX + known))
        .findFirst()
        .orElse(IntegrationKind.UNKNOWN);
  }

  private static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }
}
