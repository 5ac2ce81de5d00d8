package dev.rekey.event.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rekey.event.Notice.Weight;
import dev.rekey.event.sqs.News.Happened;
import dev.rekey.event.sqs.News.NoNews;
import dev.rekey.event.sqs.News.Rotated;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import java.util.Optional;
import java.util.stream.Stream;

/** A call of the API of Secrets Manager, as CloudTrail tells of it. */
final class ApiCall {
  private final SecretsManagerEvent event;
  private final Field detail;
  private final Field request;
  private final Field response;

  ApiCall(SecretsManagerEvent event, Field detail) {
    this.event = event;
    this.detail = detail;
    this.request = detail.path("requestParameters").objectIfThere(event.faults());
    this.response = detail.path("responseElements").objectIfThere(event.faults());
  }

  News read(String name) {
    if (!detail.path("errorCode").isAbsent()) {
      return new NoNews("failed-call");
    }
    return switch (name) {
      case "PutSecretValue" -> putSecretValue();
      case "UpdateSecret" -> updateSecret();
      case "UpdateSecretVersionStage" -> updateSecretVersionStage();
      case "RotateSecret" ->
          new Happened(
              "rotate-secret",
              secret(),
              event.version(token()),
              Weight.RECORD,
              "Somebody asked AWS to rotate the secret.");
      case "DeleteSecret" ->
          new Happened(
              "delete-secret",
              secret(),
              Optional.empty(),
              Weight.ALERT,
              "The secret is being deleted in AWS: restore it, or remove its bindings.");
      default -> new NoNews("metadata");
    };
  }

  /** A rotation function puts its new value as AWSPENDING first, which is of no use yet. */
  private News putSecretValue() {
    String type = "put-secret-value";
    Field stages = request.path("versionStages");
    if (!stages.isAbsent() && !stages.node().isArray()) {
      event.faults().add(stages.name() + " is not a list");
    }
    return stages.node().isEmpty() || holdsCurrent(stages)
        ? new Rotated(event.id(), type, secret(), version())
        : new NoNews(type);
  }

  private static boolean holdsCurrent(Field stages) {
    return stages.node().valueStream().map(JsonNode::asText).anyMatch(LabelUpdated.CURRENT::equals);
  }

  /** The SDK puts a token into every request, so that alone is no sign of a new version. */
  private News updateSecret() {
    String type = "update-secret";
    boolean made =
        !madeVersion().isAbsent()
            || Stream.of("secretString", "secretBinary")
                .anyMatch(value -> !request.path(value).isAbsent());
    return made ? new Rotated(event.id(), type, secret(), version()) : new NoNews(type);
  }

  /** The end of a rotation by a function, and how a person goes back to an older version. */
  private News updateSecretVersionStage() {
    String type = "update-secret-version-stage";
    Optional<SecretVersion> version = event.version(request.path("moveToVersionId"));
    Optional<String> label = request.path("versionStage").optionalText(event.faults());
    return version.isPresent() && label.filter(LabelUpdated.CURRENT::equals).isPresent()
        ? new Rotated(event.id(), type, secret(), version)
        : new NoNews(type);
  }

  /** The answer knows the ARN; what was asked for may be a name. */
  private Optional<SecretRef> secret() {
    Field answered = response.pathInAnyCase("arn");
    return event.secret(answered.isAbsent() ? request.path("secretId") : answered);
  }

  private Optional<SecretVersion> version() {
    return event.version(madeVersion().isAbsent() ? token() : madeVersion());
  }

  private Field madeVersion() {
    return response.pathInAnyCase("versionId");
  }

  private Field token() {
    return request.path("clientRequestToken");
  }
}
