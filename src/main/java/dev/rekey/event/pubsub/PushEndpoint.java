package dev.rekey.event.pubsub;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rekey.event.Attributes;
import dev.rekey.event.Delivery;
import dev.rekey.event.EventJson;
import dev.rekey.event.Handover;
import dev.rekey.event.Intake;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Takes messages that Pub/Sub pushes. Each is acknowledged, by a status of success, after the
 * intake has taken it; what cannot be decoded goes into quarantine and is acknowledged too, because
 * Pub/Sub would send it again for ever. Thread-safe; blocks.
 */
public final class PushEndpoint {
  private static final Logger LOGGER = Logger.getLogger(PushEndpoint.class);
  private static final String PLACE = "push";

  private final PushToken tokens;
  private final Handover handover;

  /** What to answer. */
  public enum Answer {
    ACKNOWLEDGED(204),
    UNAUTHENTICATED(401),
    FORBIDDEN(403),
    /** It could not be checked, or could not be made durable: Pub/Sub sends it again. */
    UNAVAILABLE(503);

    private final int status;

    Answer(int status) {
      this.status = status;
    }

    /** As a status of HTTP. */
    public int status() {
      return status;
    }
  }

  /**
   * @param tokens says who may push
   */
  public PushEndpoint(PushToken tokens, Intake intake) {
    this.tokens = tokens;
    this.handover = new Handover(PubsubEventSource.NAME, intake);
  }

  /**
   * Takes one message.
   *
   * @param authorization the header of this name; empty when there is none
   * @param body as it came; whoever calls has bounded its size
   */
  public Answer receive(String authorization, byte[] body) {
    Answer answer =
        switch (verdict(authorization)) {
          case ACCEPTED ->
              handover.offer(List.of(delivery(body))) ? Answer.ACKNOWLEDGED : Answer.UNAVAILABLE;
          case NOT_VALID -> Answer.UNAUTHENTICATED;
          case OTHER_ACCOUNT -> Answer.FORBIDDEN;
          case NOT_CHECKED -> Answer.UNAVAILABLE;
        };
    if (answer != Answer.ACKNOWLEDGED) {
      LOGGER.warnf(
          "pushed message was not taken source=%s answer=%s", PubsubEventSource.NAME, answer);
    }
    return answer;
  }

  private PushToken.Verdict verdict(String authorization) {
    String scheme = "Bearer ";
    return authorization.regionMatches(true, 0, scheme, 0, scheme.length())
        ? tokens.check(authorization.substring(scheme.length()).strip())
        : PushToken.Verdict.NOT_VALID;
  }

  private static Delivery delivery(byte[] body) {
    List<String> faults = new ArrayList<>();
    JsonNode message = EventJson.parse("the body", body, faults).path("message");
    if (faults.isEmpty() && !message.isObject()) {
      faults.add("message is missing");
    }
    if (faults.isEmpty()) {
      String id = EventJson.text("message.messageId", message.path("messageId"), faults);
      Map<String, String> attributes = attributes(message.path("attributes"), faults);
      Optional<byte[]> data = data(message.path("data"));
      if (data.isEmpty()) {
        faults.add("message.data is not base64");
      } else if (faults.isEmpty()) {
        return Messages.delivery(PLACE, id, attributes, data.get());
      }
    }
    return new Delivery(
        PubsubEventSource.NAME,
        PLACE,
        Delivery.Undecodable.of("unknown", String.join("; ", faults), Attributes.NONE, body));
  }

  private static Map<String, String> attributes(JsonNode json, List<String> faults) {
    Map<String, String> attributes = new HashMap<>();
    json.properties().forEach(each -> attributes.put(each.getKey(), each.getValue().textValue()));
    if (attributes.containsValue(null)) {
      faults.add("message.attributes are not all texts");
    }
    return attributes;
  }

  private static Optional<byte[]> data(JsonNode json) {
    if (json.isMissingNode() || json.isNull()) {
      return Optional.of(new byte[0]);
    }
    try {
      return Optional.of(Base64.getDecoder().decode(json.asText()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
