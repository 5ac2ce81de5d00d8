package dev.rekey.ops;

import dev.rekey.event.Delivery;
import dev.rekey.event.Notice;
import dev.rekey.event.TraceParent;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationObserver;
import dev.rekey.rotation.RotationState.Name;
import dev.rekey.secret.SecretVersion;
import org.jboss.logging.Logger;

/** Writes what happens to the log, with names of keys and never a value. */
public final class RotationLogging implements RotationObserver {
  private static final Logger LOGGER = Logger.getLogger(RotationLogging.class);

  @Override
  public void received(Delivery delivery) {
    LOGGER.debugf(
        "event received source=%s position=%s", delivery.source(), OneLine.of(delivery.position()));
  }

  @Override
  public void processed(Delivery delivery, Outcome outcome) {
    switch (delivery.content()) {
      case Delivery.Undecodable content ->
          LOGGER.warnf(
              "event in quarantine source=%s position=%s reason=%s",
              delivery.source(), OneLine.of(delivery.position()), OneLine.of(content.reason()));
      case Delivery.Noted(Notice notice) ->
          LOGGER.logf(
              outcome == Outcome.ALERTED ? Logger.Level.WARN : Logger.Level.INFO,
              "news of a secret source=%s position=%s type=%s secret=%s version=%s result=%s detail=%s",
              delivery.source(),
              OneLine.of(delivery.position()),
              OneLine.of(notice.type()),
              notice.secret(),
              OneLine.of(notice.version().map(SecretVersion::id).orElse("none")),
              outcome,
              OneLine.of(notice.text()));
      case Delivery.Decoded _, Delivery.Ignored _ ->
          LOGGER.debugf(
              "event processed source=%s position=%s result=%s",
              delivery.source(), OneLine.of(delivery.position()), outcome);
    }
  }

  @Override
  public void moved(Rotation rotation) {
    Logger.Level level =
        switch (rotation.state().name()) {
          case QUEUED, FETCHED, PREPARED, APPLIED, VERIFYING -> Logger.Level.DEBUG;
          case UNCHANGED, COMMITTED, SUPERSEDED -> Logger.Level.INFO;
          case ROLLING_BACK, PARKED, REJECTED, ROLLED_BACK -> Logger.Level.WARN;
          case FAILED -> Logger.Level.ERROR;
        };
    LOGGER.logf(
        level,
        "rotation moved rotationId=%s dataSource=%s kind=%s state=%s attempt=%d traceId=%s keys=%s detail=%s",
        rotation.id(),
        rotation.dataSource(),
        rotation.state().kind().map(Enum::name).orElse("unknown"),
        rotation.state().name(),
        rotation.state().attempt(),
        rotation.trace().map(TraceParent::traceId).orElse("none"),
        rotation.state().keys(),
        OneLine.of(rotation.state().detail()));
  }

  @Override
  public void broke(Rotation rotation, RuntimeException cause) {
    Name state = rotation.state().name();
    LOGGER.errorf(
        "rotation is tried again after an error rotationId=%s dataSource=%s state=%s error=%s at=%s",
        rotation.id(),
        rotation.dataSource(),
        state,
        cause.getClass().getName(),
        cause.getStackTrace().length == 0 ? "unknown" : cause.getStackTrace()[0]);
  }

  @Override
  public void storeFailed(RuntimeException cause) {
    LOGGER.errorf("store failed, trying again error=%s", cause.getClass().getName());
  }
}
