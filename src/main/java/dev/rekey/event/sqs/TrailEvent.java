package dev.rekey.event.sqs;

import dev.rekey.event.Notice.Weight;
import dev.rekey.event.sqs.News.Happened;
import dev.rekey.event.sqs.News.NoNews;
import dev.rekey.event.sqs.News.Rotated;
import dev.rekey.secret.SecretRef;
import java.util.Optional;

/**
 * What CloudTrail tells of Secrets Manager: events of the service itself here, calls of its API in
 * {@link ApiCall}.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/cloudtrail_log_entries.html">CloudTrail
 *     entries</a>
 */
final class TrailEvent {
  private final SecretsManagerEvent event;
  private final Field detail;

  private TrailEvent(SecretsManagerEvent event) {
    this.event = event;
    this.detail = event.detail();
  }

  static News read(SecretsManagerEvent event) {
    return new TrailEvent(event).read();
  }

  private News read() {
    String name = detail.path("eventName").text(event.faults());
    return switch (name) {
      case "" -> new NoNews(AwsEventDecoder.UNKNOWN);
      // The id of its request looks like the version, but nobody promises that.
      case "RotationSucceeded" ->
          new Rotated(event.id(), "rotation-succeeded", secret(), Optional.empty());
      case "RotationStarted" ->
          happened("rotation-started", Weight.RECORD, "AWS began to rotate the secret.");
      case "RotationFailed" ->
          happened(
              "rotation-failed",
              Weight.ALERT,
              "AWS could not rotate the secret: look at its rotation function.");
      case "RotationAbandoned" ->
          happened(
              "rotation-abandoned",
              Weight.ALERT,
              "AWS gave up a rotation of the secret: look at its pending version.");
      case "StartSecretVersionDelete" ->
          happened(
              "start-secret-version-delete",
              Weight.RECORD,
              "AWS began to delete a version of the secret.");
      case "CancelSecretVersionDelete" ->
          happened(
              "cancel-secret-version-delete",
              Weight.RECORD,
              "AWS keeps a version of the secret that it had begun to delete.");
      case "EndSecretVersionDelete" ->
          happened(
              "end-secret-version-delete", Weight.RECORD, "AWS deleted a version of the secret.");
      default -> new ApiCall(event, detail).read(name);
    };
  }

  private News happened(String type, Weight weight, String text) {
    return new Happened(type, secret(), Optional.empty(), weight, text);
  }

  private Optional<SecretRef> secret() {
    Field managed =
        detail.path("serviceEventDetails").objectIfThere(event.faults()).pathInAnyCase("SecretId");
    Field own =
        detail.path("additionalEventData").objectIfThere(event.faults()).pathInAnyCase("SecretId");
    return event.secret(own.isAbsent() && !managed.isAbsent() ? managed : own);
  }
}
