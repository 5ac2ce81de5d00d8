package dev.rekey.event.kafka;

import dev.rekey.event.Attributes;
import dev.rekey.event.TraceParent;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The headers of a record. */
final class KafkaHeaders {
  private KafkaHeaders() {}

  /**
   * Those that a CloudEvent has, and the trace: of each the last one counts, and without a value it
   * is none.
   */
  static Attributes attributes(Headers headers) {
    Map<String, byte[]> attributes = new HashMap<>();
    for (Header header : headers) {
      String name = header.key();
      if (name.equals(CloudEventDecoder.CONTENT_TYPE)
          || name.equals(TraceParent.NAME)
          || name.startsWith(CloudEventDecoder.PREFIX)) {
        if (header.value() == null) {
          attributes.remove(name);
        } else {
          attributes.put(name, header.value());
        }
      }
    }
    return Attributes.of(attributes);
  }
}
