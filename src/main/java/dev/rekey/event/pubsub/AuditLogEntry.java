package dev.rekey.event.pubsub;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rekey.event.Attributes;
import dev.rekey.event.Delivery;
import dev.rekey.event.EventJson;
import dev.rekey.secret.GoogleSecretName;
import dev.rekey.secret.SecretVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The call of an administrator as the audit log has it, brought by a sink of the log.
 *
 * @see <a href="https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry">Logging:
 *     LogEntry</a>
 */
final class AuditLogEntry {
  private static final String TYPE = "audit-log";
  private static final String SERVICE = "SecretManagerService.";
  private static final Map<String, Change> METHODS =
      Map.ofEntries(
          entry("AddSecretVersion", Change.NEW_VALUE),
          entry("EnableSecretVersion", Change.NEW_VALUE),
          entry("DisableSecretVersion", Change.VERSION_DISABLED),
          entry("DestroySecretVersion", Change.VERSION_DESTROYED),
          entry("DeleteSecret", Change.SECRET_DELETED));

  private final JsonNode entry;
  private final JsonNode call;

  private AuditLogEntry(JsonNode entry) {
    this.entry = entry;
    this.call = entry.path("protoPayload");
  }

  static Delivery.Content decode(Attributes attributes, byte[] body) {
    List<String> faults = new ArrayList<>();
    JsonNode json = EventJson.parse("the body", body, faults);
    if (!faults.isEmpty()) {
      return Delivery.Undecodable.of(
          "unknown", "there is no attribute eventType, and " + faults.getFirst(), attributes, body);
    }
    Delivery.Content content = new AuditLogEntry(json).decode(faults);
    return faults.isEmpty()
        ? content
        : Delivery.Undecodable.of(TYPE, String.join("; ", faults), attributes, body);
  }

  private Delivery.Content decode(List<String> faults) {
    String name = call.path("methodName").asText();
    int service = name.lastIndexOf(SERVICE);
    if (service < 0) {
      return new Delivery.Ignored(SecretManagerEventDecoder.FOREIGN);
    }
    String method = name.substring(service + SERVICE.length());
    Change change = METHODS.getOrDefault(method, Change.NOTHING);
    boolean failed = call.path("status").path("code").asInt() != 0;
    if (change == Change.NOTHING || failed) {
      return new Delivery.Ignored(TYPE);
    }
    String id = EventJson.text("insertId", entry.path("insertId"), faults);
    return secret(faults)
        .<Delivery.Content>map(
            secret -> refined(change).told("audit-log:" + id, method, versioned(change, secret)))
        .orElseGet(() -> new Delivery.Ignored(TYPE));
  }

  /** A secret may keep destroyed versions for a while. */
  private Change refined(Change change) {
    return change == Change.VERSION_DESTROYED && call.path("response").has("scheduledDestroyTime")
        ? Change.VERSION_DESTROY_SCHEDULED
        : change;
  }

  private Optional<GoogleSecretName> secret(List<String> faults) {
    String text = EventJson.text("resourceName", call.path("resourceName"), faults);
    Optional<GoogleSecretName> secret = GoogleSecretName.parse(text);
    if (!text.isEmpty() && secret.isEmpty()) {
      faults.add("resourceName is not the name of a secret");
    }
    return secret;
  }

  /** A version that was added has its number from the answer to the call. */
  private GoogleSecretName versioned(Change change, GoogleSecretName secret) {
    Optional<SecretVersion> answered =
        GoogleSecretName.parse(call.path("response").path("name").asText())
            .flatMap(GoogleSecretName::version);
    return new GoogleSecretName(
        secret.secret(),
        change.isOfVersion() ? secret.version().or(() -> answered) : Optional.empty());
  }
}
