package dev.rekey.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rekey.app.config.RekeyConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Answers probes on the management port while the worker waits for its store, which is before the
 * framework opens the port: alive, and neither started nor ready. Frees the port when it is closed.
 */
record WaitingRoom(Optional<HttpServer> server) implements AutoCloseable {
  private static final Logger LOGGER = Logger.getLogger(WaitingRoom.class);

  private static final String LIVE = "/q/health/live";
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  /** Where the port is not to be had, the wait goes on without it. */
  static WaitingRoom open(RekeyConfig.Http http) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(http.host(), http.managementPort()), 0);
      server.createContext("/", WaitingRoom::answer);
      server.start();
      return new WaitingRoom(Optional.of(server));
    } catch (IOException e) {
      LOGGER.warnf("probes are not answered meanwhile error=%s", e.getClass().getName());
      return new WaitingRoom(Optional.empty());
    }
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      boolean alive = exchange.getRequestURI().getPath().equals(LIVE);
      byte[] body =
          (alive
                  ? "{\"status\": \"UP\", \"checks\": []}"
                  : """
                    {"status": "DOWN", "checks": [{"name": "store", "status": "DOWN", \
                    "data": {"problem": "it does not answer; the worker waits for it"}}]}""")
              .getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("content-type", "application/json; charset=UTF-8");
      exchange.sendResponseHeaders(alive ? OK : UNAVAILABLE, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.ifPresent(each -> each.stop(0));
  }
}
