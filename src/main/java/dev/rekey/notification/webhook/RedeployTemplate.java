package dev.rekey.notification.webhook;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.rekey.notification.Notification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A request of the operator's own, in which these are replaced: {@code {environment}}, {@code
 * {data-sources}} (names with commas between them), {@code {count}} (of rotations), {@code {time}}
 * (of the last one), and {@code {secret}} in headers.
 *
 * @param secret what {@code {secret}} stands for
 */
public record RedeployTemplate(
    Map<String, String> headers, String type, String body, Optional<KeyFile> secret)
    implements Template {
  private static final String SECRET = "{secret}";

  @Override
  public Message render(List<Notification> news) throws IOException {
    Map<String, String> filled = new HashMap<>();
    for (Map.Entry<String, String> header : headers.entrySet()) {
      filled.put(header.getKey(), withSecret(fill(header.getValue(), news)));
    }
    return new Message(filled, type, fill(body, news).getBytes(StandardCharsets.UTF_8));
  }

  private String withSecret(String text) throws IOException {
    return secret.isPresent() && text.contains(SECRET)
        ? text.replace(SECRET, new String(secret.get().newest().reveal(), StandardCharsets.UTF_8))
        : text;
  }

  private static String fill(String text, List<Notification> news) {
    return text.replace("{environment}", quoted(news.getFirst().dataSource().environment()))
        .replace(
            "{data-sources}",
            quoted(
                news.stream()
                    .map(each -> each.dataSource().name())
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(","))))
        .replace("{count}", Integer.toString(news.size()))
        .replace("{time}", news.getLast().at().toString());
  }

  /** As it may stand in a string of JSON. */
  private static String quoted(String value) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(value));
  }
}
