package dev.rekey.event.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.rekey.event.Attributes;
import dev.rekey.event.Delivery;
import dev.rekey.event.EventDecoder;
import dev.rekey.event.EventJson;
import dev.rekey.event.Notice;
import dev.rekey.event.RotationEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the body of a message as an event that AWS Secrets Manager sent to EventBridge, as it is or
 * in a notification of SNS: the event for a moved label, and what CloudTrail tells of rotations and
 * of calls of the API.
 *
 * <p>Of a body only these count: the id of the event, which secret it means, which version, and
 * what kind of news it is. Whatever the bytes are, the answer is a value. Thread-safe.
 */
public final class AwsEventDecoder implements EventDecoder {
  static final String UNKNOWN = "unknown";

  private static final String SOURCE = "aws.secretsmanager";
  private static final String FOREIGN = "foreign";

  @Override
  public Delivery.Content decode(Attributes attributes, byte[] body) {
    List<String> faults = new ArrayList<>();
    News news = read(EventJson.parse("body", body, faults), faults);
    if (!faults.isEmpty()) {
      return Delivery.Undecodable.of(news.type(), String.join("; ", faults), attributes, body);
    }
    return switch (news) {
      case News.Rotated(String id, String type, var secret, var version) ->
          new Delivery.Decoded(new RotationEvent(id, type, secret.orElseThrow(), version));
      case News.Happened(String type, var secret, var version, Notice.Weight weight, String text) ->
          new Delivery.Noted(new Notice(type, secret.orElseThrow(), version, weight, text));
      case News.NoNews(String type) -> new Delivery.Ignored(type);
    };
  }

  /** What comes of SNS says by its type what it is; what comes of EventBridge has none. */
  private static News read(JsonNode body, List<String> faults) {
    return switch (body.path("Type").asText()) {
      case "Notification" -> event(wrapped(Field.of(body, "Message"), faults), faults);
      case "SubscriptionConfirmation", "UnsubscribeConfirmation" ->
          new News.NoNews("subscription-confirmation");
      default -> event(body, faults);
    };
  }

  private static JsonNode wrapped(Field message, List<String> faults) {
    if (message.node().isTextual()) {
      return EventJson.parse(message.name(), message.node().textValue(), faults);
    }
    faults.add(message.name() + (message.isAbsent() ? " is missing" : " is not a text"));
    return MissingNode.getInstance();
  }

  private static News event(JsonNode event, List<String> faults) {
    if (isOfS3(event)) {
      return new News.NoNews(FOREIGN);
    }
    if (faults.isEmpty()) {
      String source = Field.of(event, "source").text(faults);
      String kind = Field.of(event, "detail-type").text(faults).toLowerCase(Locale.ROOT);
      if (faults.isEmpty()) {
        return source.equals(SOURCE)
            ? event(new SecretsManagerEvent(event, faults), kind)
            : new News.NoNews(FOREIGN);
      }
    }
    return new News.NoNews(UNKNOWN);
  }

  /** In China the kinds begin with another word, hence only their ends. */
  private static News event(SecretsManagerEvent event, String kind) {
    if (kind.endsWith("service event via cloudtrail") || kind.endsWith("api call via cloudtrail")) {
      return TrailEvent.read(event);
    }
    return LabelUpdated.isOne(event, kind)
        ? LabelUpdated.read(event)
        : new News.NoNews("other-event");
  }

  /** The other sender that queues are often shared with. */
  private static boolean isOfS3(JsonNode event) {
    return event.path("Event").asText().equals("s3:TestEvent")
        || event.path("Records").path(0).path("eventSource").asText().equals("aws:s3");
  }
}
