package dev.rekey.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook calls: keeps every request, and answers as a test says. It can be taken down and
 * put up again on the same port.
 */
public final class WebhookReceiver implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final int port = FreePort.find();
  private volatile Function<Call, Reply> answers = call -> Reply.of(204);
  private @Nullable HttpServer server;

  /**
   * A request.
   *
   * @param headers by their names in lower case
   */
  public record Call(String method, String path, Map<String, String> headers, byte[] body) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** An answer without a body. */
  public record Reply(int status, Map<String, String> headers) {
    public static Reply of(int status) {
      return new Reply(status, Map.of());
    }
  }

  /** One that is up. */
  public WebhookReceiver() {
    up();
  }

  /** Where it is, while it is up. */
  public URI url(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** From now on it answers so. */
  public void answer(Function<Call, Reply> told) {
    answers = told;
  }

  /** All requests so far, whatever was answered. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /** It is there. */
  public void up() {
    try {
      HttpServer started =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      started.setExecutor(threads);
      started.createContext("/", this::answer);
      started.start();
      server = started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It is not there: connections are refused. */
  public void down() {
    if (server != null) {
      server.stop(0);
      server = null;
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> headers = new TreeMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
      Call call =
          new Call(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              headers,
              exchange.getRequestBody().readAllBytes());
      calls.add(call);
      Reply reply = answers.apply(call);
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(reply.status(), -1);
    }
  }

  @Override
  public void close() {
    down();
    threads.shutdownNow();
  }
}
