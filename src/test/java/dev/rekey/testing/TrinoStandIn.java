package dev.rekey.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Speaks the client REST API of Trino on loopback: a statement is queued, then runs, then is
 * finished, each at an address of its own, with the shapes of a real server (476). It knows the
 * statements {@code SELECT 1}, {@code SHOW SCHEMAS} and {@code SHOW TABLES}. There is the catalog
 * {@code lake} with the schemas {@code orders} and {@code closed}; the latter and the catalog
 * {@code vault} may be used by nobody. Over TLS it asks for the user {@code analyst} and {@link
 * #PASSWORD}; without, for a user's name alone.
 */
public final class TrinoStandIn implements AutoCloseable {
  public static final String USER = "analyst";
  public static final String PASSWORD = "right-7e20:\"\\ ä";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STATEMENT = "/v1/statement";
  private static final Pattern SHOW =
      Pattern.compile(
          "SHOW (TABLES|SCHEMAS) FROM \"((?:[^\"]|\"\")*)\"(?:\\.\"((?:[^\"]|\"\")*)\")?"
              + " LIKE '[a-z]+'");
  private static final Map<String, List<String>> CATALOGS =
      Map.of("lake", List.of("orders", "closed"), "vault", List.of());
  private static final List<String> CLOSED = List.of("vault", "lake.closed");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final boolean secure;
  private final AtomicInteger count = new AtomicInteger();
  private final Map<String, String> statements = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final List<String> cancelled = new CopyOnWriteArrayList<>();
  private volatile Optional<String> detour = Optional.empty();

  /** A statement, and the headers that came with it, by their names in lower case. */
  public record Asked(String statement, Map<String, String> headers) {}

  private TrinoStandIn(HttpServer server, boolean secure) {
    this.server = server;
    this.secure = secure;
  }

  /** Starts one without TLS. */
  public static TrinoStandIn start() {
    try {
      return serving(HttpServer.create(loopback(), 0), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts one over TLS, with this certificate. */
  public static TrinoStandIn startWithTls(TestCertificate certificate) {
    try {
      HttpsServer server = HttpsServer.create(loopback(), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(certificate.serving()));
      return serving(server, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static TrinoStandIn serving(HttpServer server, boolean secure) {
    var trino = new TrinoStandIn(server, secure);
    server.createContext("/", trino::answer);
    server.setExecutor(trino.threads);
    server.start();
    return trino;
  }

  public int port() {
    return server.getAddress().getPort();
  }

  /** What was asked, in order. */
  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** How many statements were told to end. */
  public int cancelled() {
    return cancelled.size();
  }

  /** Names this server, like {@code http://127.0.0.1:1}, as the one to go on at from now on. */
  public void continueAt(String other) {
    detour = Optional.of(other);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (!path.startsWith(STATEMENT)) {
        send(exchange, 404, "Not Found");
      } else if (!isKnown(exchange)) {
        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"Trino\"");
        send(exchange, 401, "Access Denied: Invalid credentials");
      } else {
        serve(exchange, path, new String(body, StandardCharsets.UTF_8));
      }
    }
  }

  private boolean isKnown(HttpExchange exchange) {
    if (!secure) {
      // Without authentication a name is needed to begin with, and no more.
      return !exchange.getRequestMethod().equals("POST")
          || exchange.getRequestHeaders().containsKey("X-Trino-User");
    }
    // So does the real one, whatever RFC 7617 says.
    String login = USER + ":" + PASSWORD;
    byte[] bytes = login.getBytes(StandardCharsets.ISO_8859_1);
    return ("Basic " + Base64.getEncoder().encodeToString(bytes))
        .equals(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private void serve(HttpExchange exchange, String path, String body) throws IOException {
    switch (exchange.getRequestMethod()) {
      case "POST" -> begin(exchange, body);
      case "GET" -> goOn(exchange, path);
      case "DELETE" -> {
        cancelled.add(path);
        exchange.sendResponseHeaders(204, -1);
      }
      default -> send(exchange, 405, "Method Not Allowed");
    }
  }

  private void begin(HttpExchange exchange, String statement) throws IOException {
    String id = "20261124_000000_%05d_abcde".formatted(count.incrementAndGet());
    var headers = new ConcurrentHashMap<String, String>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    asked.add(new Asked(statement, headers));
    statements.put(id, statement);
    send(exchange, state(exchange, id, "QUEUED", "/queued/" + id + "/y1/1"));
  }

  private void goOn(HttpExchange exchange, String path) throws IOException {
    List<String> parts = List.of(path.substring(1).split("/", -1));
    String id = parts.get(3);
    String statement = statements.get(id);
    if (statement == null) {
      send(exchange, 404, "Query not found");
    } else if (path.endsWith("/queued/" + id + "/y1/1")) {
      send(exchange, state(exchange, id, "QUEUED", "/executing/" + id + "/y2/0"));
    } else if (path.endsWith("/executing/" + id + "/y2/0")) {
      Optional<ObjectNode> error = error(statement);
      ObjectNode answer =
          error.isPresent()
              ? state(exchange, id, "FAILED", "").set("error", error.get())
              : state(exchange, id, "RUNNING", "/executing/" + id + "/y2/1");
      send(exchange, answer);
    } else {
      statements.remove(id);
      send(exchange, state(exchange, id, "FINISHED", ""));
    }
  }

  private ObjectNode state(HttpExchange exchange, String id, String state, String next) {
    String here = (secure ? "https://" : "http://") + exchange.getRequestHeaders().getFirst("Host");
    ObjectNode answer = JSON.createObjectNode();
    answer.put("id", id);
    answer.put("infoUri", here + "/ui/query.html?" + id);
    if (!next.isEmpty()) {
      answer.put("nextUri", detour.orElse(here) + STATEMENT + next);
    }
    answer.putObject("stats").put("state", state).put("queued", state.equals("QUEUED"));
    answer.putArray("warnings");
    return answer;
  }

  private static Optional<ObjectNode> error(String statement) {
    if (statement.equals("SELECT 1")) {
      return Optional.empty();
    }
    Matcher show = SHOW.matcher(statement);
    if (!show.matches() || show.group(1).equals("TABLES") == (show.group(3) == null)) {
      return Optional.of(error(1, "SYNTAX_ERROR", "mismatched input"));
    }
    String catalog = unquoted(show.group(2));
    String schema = show.group(3) == null ? "" : unquoted(show.group(3));
    if (CLOSED.contains(catalog) || CLOSED.contains(catalog + "." + schema)) {
      return Optional.of(error(4, "PERMISSION_DENIED", "Access Denied: Cannot access " + catalog));
    }
    if (!CATALOGS.containsKey(catalog)) {
      return Optional.of(
          error(44, "CATALOG_NOT_FOUND", "line 1:1: Catalog '" + catalog + "' not found"));
    }
    return schema.isEmpty() || CATALOGS.get(catalog).contains(schema)
        ? Optional.empty()
        : Optional.of(
            error(45, "SCHEMA_NOT_FOUND", "line 1:1: Schema '" + schema + "' does not exist"));
  }

  private static String unquoted(String name) {
    return name.replace("\"\"", "\"");
  }

  private static ObjectNode error(int code, String name, String message) {
    ObjectNode error = JSON.createObjectNode();
    error.put("message", message).put("errorCode", code).put("errorName", name);
    error.put("errorType", "USER_ERROR");
    error.putObject("errorLocation").put("lineNumber", 1).put("columnNumber", 1);
    error.putObject("failureInfo").put("type", "io.trino.spi.TrinoException");
    return error;
  }

  private static void send(HttpExchange exchange, ObjectNode answer) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    send(exchange, 200, text(answer));
  }

  private static String text(ObjectNode answer) {
    try {
      return JSON.writeValueAsString(answer);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
