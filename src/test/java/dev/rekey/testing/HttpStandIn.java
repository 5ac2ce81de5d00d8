package dev.rekey.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A server of HTTP on loopback that answers as a test says. Requests are answered on virtual
 * threads, many at a time.
 */
public final class HttpStandIn implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern AND = Pattern.compile("&");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /** A request. */
  public record Ask(
      String method, String path, Map<String, String> query, Optional<String> login, byte[] body) {
    /** The body as JSON; an empty object where it is none. */
    public JsonNode json() {
      try {
        return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
      } catch (IOException e) {
        return JSON.createObjectNode();
      }
    }

    /** The body as a form. */
    public Map<String, String> form() {
      return fields(new String(body, StandardCharsets.UTF_8));
    }

    public boolean is(String wantedMethod, String wantedPath) {
      return method.equals(wantedMethod) && path.equals(wantedPath);
    }
  }

  /**
   * An answer.
   *
   * @param body JSON
   */
  public record Reply(int status, String body, Map<String, String> headers) {
    public static Reply of(int status, String body) {
      return new Reply(status, body, Map.of());
    }
  }

  public HttpStandIn(Function<Ask, Reply> answers) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", exchange -> answer(exchange, answers));
    server.start();
  }

  private static void answer(HttpExchange exchange, Function<Ask, Reply> answers)
      throws IOException {
    try (exchange) {
      Reply reply =
          answers.apply(
              new Ask(
                  exchange.getRequestMethod(),
                  exchange.getRequestURI().getPath(),
                  fields(Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("")),
                  Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")),
                  exchange.getRequestBody().readAllBytes()));
      byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static Map<String, String> fields(String text) {
    Map<String, String> fields = new TreeMap<>();
    AND.splitAsStream(text)
        .filter(field -> field.indexOf('=') > 0)
        .forEach(
            field -> {
              int equal = field.indexOf('=');
              fields.put(decode(field.substring(0, equal)), decode(field.substring(equal + 1)));
            });
    return fields;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** The port on loopback. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
