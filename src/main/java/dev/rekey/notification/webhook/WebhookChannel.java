package dev.rekey.notification.webhook;

import dev.rekey.notification.Channel;
import dev.rekey.notification.Notification;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells an endpoint by HTTP. */
public final class WebhookChannel implements Channel {
  private final Poster poster;
  private final Target target;
  private final Template template;
  private final Optional<Signatures> signatures;
  private final InstantSource clock;

  /**
   * @param signatures where the endpoint is to see that it is us
   */
  public WebhookChannel(
      Poster poster,
      Target target,
      Template template,
      Optional<Signatures> signatures,
      InstantSource clock) {
    this.poster = poster;
    this.target = target;
    this.template = template;
    this.signatures = signatures;
    this.clock = clock;
  }

  /** Where a request goes. */
  public interface Target {
    String method();

    /**
     * @throws IOException when it is in a file that cannot be read
     */
    URI url() throws IOException;

    static Target of(String method, URI url) {
      return new Fixed(method, url);
    }

    /** A URL that is a secret itself. */
    static Target inFile(KeyFile file) {
      return new InFile(file);
    }
  }

  private record Fixed(String method, URI url) implements Target {}

  private record InFile(KeyFile file) implements Target {
    @Override
    public String method() {
      return "POST";
    }

    @Override
    public URI url() throws IOException {
      try {
        return URI.create(new String(file.newest().reveal(), StandardCharsets.UTF_8));
      } catch (IllegalArgumentException _) {
        // Its text quotes the URL.
        throw new IOException("it is no URL");
      }
    }
  }

  @Override
  public Answer send(List<Notification> news) {
    try {
      Message message = template.render(news);
      if (signatures.isPresent()) {
        message = signed(signatures.get(), news.getLast().id(), message);
      }
      return poster.send(target.method(), target.url(), message);
    } catch (IOException e) {
      return new Answer.Unavailable(
          "its secret-file cannot be used (%s)".formatted(e.getClass().getSimpleName()),
          Optional.empty());
    }
  }

  private Message signed(Signatures keys, String id, Message message) throws IOException {
    Map<String, String> headers = new HashMap<>(message.headers());
    headers.putAll(keys.headers(id, clock.instant(), message.body()));
    return new Message(headers, message.type(), message.body());
  }

  @Override
  public void close() {
    poster.close();
  }
}
