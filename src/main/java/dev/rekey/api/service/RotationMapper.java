package dev.rekey.api.service;

import dev.rekey.api.v1.AuditEntry;
import dev.rekey.api.v1.QuarantinedEvent;
import dev.rekey.api.v1.Rotation;
import dev.rekey.api.v1.RotationState;
import dev.rekey.api.v1.RotationStep;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.rotation.RotationLog;
import dev.rekey.rotation.RotationRecord;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Rotations, and what belongs to them, on the wire. */
final class RotationMapper {
  private static final String PREFIX = "ROTATION_STATE_";

  private RotationMapper() {}

  static Rotation rotation(RotationRecord rotation) {
    return rotation(rotation, List.of());
  }

  static Rotation rotation(RotationRecord rotation, List<RotationRecord.Step> history) {
    Rotation.Builder wire =
        Rotation.newBuilder()
            .setId(rotation.id())
            .setBindingId(rotation.bindingId())
            .setSecret(rotation.secret().toString())
            .setEnvironmentId(rotation.dataSource().environment())
            .setDataSource(rotation.dataSource().name())
            .setState(state(rotation.state()))
            .addAllChangedKeys(rotation.keys())
            .setDetail(rotation.detail())
            .setCreatedAt(Replies.timestamp(rotation.createdAt()))
            .setUpdatedAt(Replies.timestamp(rotation.updatedAt()))
            .setEventId(rotation.eventId())
            .setCause(word(rotation.cause()));
    rotation.kind().ifPresent(kind -> wire.setKind(kind.name()));
    rotation.version().ifPresent(wire::setSecretVersion);
    rotation.waitsUntil().map(Replies::timestamp).ifPresent(wire::setWaitingUntil);
    history.stream().map(RotationMapper::step).forEach(wire::addHistory);
    return wire.build();
  }

  private static RotationStep step(RotationRecord.Step step) {
    RotationStep.Builder wire =
        RotationStep.newBuilder()
            .setSequence(step.sequence())
            .setState(state(step.state()))
            .setAt(Replies.timestamp(step.at()))
            .setDetail(step.detail())
            .setAttempt(step.attempt());
    step.verdict().ifPresent(verdict -> wire.setVerdict(word(verdict)));
    return wire.build();
  }

  /** A constant as it is written on the wire: {@code not_permitted}. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static RotationState state(dev.rekey.rotation.RotationState.Name state) {
    return RotationState.valueOf(PREFIX + state.name());
  }

  /**
   * The state to look for, or empty for {@code ROTATION_STATE_UNSPECIFIED}.
   *
   * @throws InvalidFieldException for a state that there is not
   */
  static Optional<dev.rekey.rotation.RotationState.Name> state(RotationState state) {
    return switch (state) {
      case ROTATION_STATE_UNSPECIFIED -> Optional.empty();
      case UNRECOGNIZED -> throw new InvalidFieldException("state", "is unknown");
      case ROTATION_STATE_QUEUED,
          ROTATION_STATE_PREPARED,
          ROTATION_STATE_APPLIED,
          ROTATION_STATE_ROLLING_BACK,
          ROTATION_STATE_UNCHANGED,
          ROTATION_STATE_COMMITTED,
          ROTATION_STATE_ROLLED_BACK,
          ROTATION_STATE_FAILED,
          ROTATION_STATE_FETCHED,
          ROTATION_STATE_VERIFYING,
          ROTATION_STATE_PARKED,
          ROTATION_STATE_REJECTED,
          ROTATION_STATE_SUPERSEDED ->
          Optional.of(
              dev.rekey.rotation.RotationState.Name.valueOf(
                  state.name().substring(PREFIX.length())));
    };
  }

  static QuarantinedEvent quarantined(RotationLog.QuarantinedEvent event) {
    return QuarantinedEvent.newBuilder()
        .setId(event.id())
        .setSource(event.source())
        .setReason(event.reason())
        .setReceivedAt(Replies.timestamp(event.at()))
        .setPosition(event.position())
        .setSizeBytes(event.size())
        .build();
  }

  static AuditEntry auditEntry(dev.rekey.datasource.AuditEntry entry) {
    return AuditEntry.newBuilder()
        .setSequence(entry.sequence())
        .setAt(Replies.timestamp(entry.at()))
        .setActor(entry.actor().name())
        .setAction(entry.action())
        .setEnvironmentId(entry.dataSource().environment())
        .setDataSource(entry.dataSource().name())
        .addAllKeys(entry.keys())
        .setResult(entry.result())
        .build();
  }
}
