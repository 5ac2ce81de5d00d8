package dev.rekey.event.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rekey.event.Attributes;
import dev.rekey.event.Delivery;
import dev.rekey.event.EventDecoder;
import dev.rekey.event.TracedNews;
import java.util.HashMap;
import java.util.Map;

/** Messages of Pub/Sub, pulled or pushed, as deliveries. */
final class Messages {
  private static final EventDecoder DECODER = new TracedNews(new SecretManagerEventDecoder());

  private Messages() {}

  /**
   * @param place what comes before the id of the message in the position
   */
  static Delivery delivery(String place, String id, Map<String, String> attributes, byte[] data) {
    Map<String, byte[]> headers = new HashMap<>();
    attributes.forEach((name, text) -> headers.put(name, text.getBytes(UTF_8)));
    // After the others, so that no publisher can choose it.
    headers.put(SecretManagerEventDecoder.MESSAGE_ID, id.getBytes(UTF_8));
    return new Delivery(
        PubsubEventSource.NAME, place + "@" + id, DECODER.decode(Attributes.of(headers), data));
  }
}
