package dev.rekey.event.pubsub;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.rekey.event.Attributes;
import dev.rekey.event.Delivery;
import dev.rekey.event.EventDecoder;
import dev.rekey.event.EventJson;
import dev.rekey.secret.GoogleSecretName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads what Google Secret Manager publishes to a topic: its notifications, which say everything in
 * their attributes, and entries of the audit log, which have no attribute {@code eventType}.
 *
 * <p>Whatever the message is, the answer is a value. Thread-safe.
 *
 * @see <a href="https://cloud.google.com/secret-manager/docs/event-notifications">Secret Manager:
 *     event notifications</a>
 */
public final class SecretManagerEventDecoder implements EventDecoder {
  /**
   * The attribute under which a source gives the id that Pub/Sub has for the message. Tells news
   * apart that has no time.
   */
  static final String MESSAGE_ID = "messageId";

  static final String FOREIGN = "foreign";

  private static final String TYPE = "eventType";
  private static final String SECRET = "secretId";
  private static final String VERSION = "versionId";
  private static final String TIME = "timestamp";
  private static final String EXPIRED = "EXPIRATION";
  private static final Map<String, Change> TYPES =
      Map.ofEntries(
          entry("SECRET_CREATE", Change.NOTHING),
          entry("SECRET_UPDATE", Change.NOTHING),
          entry("SECRET_DELETE", Change.SECRET_DELETED),
          entry("SECRET_ROTATE", Change.ROTATION_DUE),
          entry("SECRET_VERSION_ADD", Change.NEW_VALUE),
          entry("SECRET_VERSION_ENABLE", Change.NEW_VALUE),
          entry("SECRET_VERSION_DISABLE", Change.VERSION_DISABLED),
          entry("SECRET_VERSION_DESTROY", Change.VERSION_DESTROYED),
          entry("SECRET_VERSION_DESTROY_SCHEDULED", Change.VERSION_DESTROY_SCHEDULED),
          entry("TOPIC_CONFIGURED", Change.NOTHING));

  @Override
  public Delivery.Content decode(Attributes attributes, byte[] body) {
    if (attributes.find(TYPE).isEmpty()) {
      return AuditLogEntry.decode(attributes, body);
    }
    String type = text(attributes, TYPE).orElse("");
    Change change = TYPES.get(type);
    if (change == null) {
      return new Delivery.Ignored(FOREIGN);
    }
    if (change == Change.NOTHING) {
      return new Delivery.Ignored(type);
    }
    List<String> faults = new ArrayList<>();
    Optional<Delivery.Content> content = decode(attributes, type, change, faults);
    return content.orElseGet(
        () -> Delivery.Undecodable.of(type, String.join("; ", faults), attributes, body));
  }

  private static Optional<Delivery.Content> decode(
      Attributes attributes, String type, Change change, List<String> faults) {
    ObjectNode fields = fields(attributes);
    String secretId = EventJson.text(SECRET, fields.path(SECRET), faults);
    Optional<GoogleSecretName> name = GoogleSecretName.parse(secretId);
    if (!secretId.isEmpty() && name.filter(secret -> secret.version().isEmpty()).isEmpty()) {
      faults.add(SECRET + " is not the name of a secret");
    }
    if (change.isOfVersion()) {
      name = version(EventJson.text(VERSION, fields.path(VERSION), faults), secretId, faults);
    }
    String when = fields.has(MESSAGE_ID) && !fields.has(TIME) ? MESSAGE_ID : TIME;
    String time = EventJson.text(when, fields.path(when), faults);
    return faults.isEmpty()
        ? name.map(it -> refined(change, attributes).told(id(type, it, time), type, it))
        : Optional.empty();
  }

  private static Optional<GoogleSecretName> version(
      String versionId, String secretId, List<String> faults) {
    Optional<GoogleSecretName> version = GoogleSecretName.parse(versionId);
    if (!versionId.isEmpty() && !secretId.isEmpty()) {
      if (version.isEmpty()) {
        faults.add(VERSION + " is not the name of a version");
      } else if (!versionId.startsWith(secretId + "/versions/")) {
        faults.add(VERSION + " is not a version of " + SECRET);
      }
    }
    return version;
  }

  /** The same for an event that is published twice, and for one that comes over two topics. */
  private static String id(String type, GoogleSecretName name, String time) {
    return type + ":" + name + ":" + time;
  }

  private static Change refined(Change change, Attributes attributes) {
    boolean expired = text(attributes, "deleteType").filter(EXPIRED::equals).isPresent();
    return change == Change.SECRET_DELETED && expired ? Change.SECRET_EXPIRED : change;
  }

  /** The attributes that count, in the form that fields of JSON have. */
  private static ObjectNode fields(Attributes attributes) {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    for (String name : List.of(SECRET, VERSION, TIME, MESSAGE_ID)) {
      Optional<byte[]> value = attributes.find(name);
      if (value.isPresent()) {
        Optional<String> text = EventJson.utf8(value.get());
        fields.set(name, text.isPresent() ? new TextNode(text.get()) : new BinaryNode(value.get()));
      }
    }
    return fields;
  }

  private static Optional<String> text(Attributes attributes, String name) {
    return attributes.find(name).flatMap(EventJson::utf8);
  }
}
