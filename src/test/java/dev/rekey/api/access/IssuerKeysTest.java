package dev.rekey.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Issuers that do not answer as they should. */
class IssuerKeysTest {
  private HttpServer server;

  @BeforeEach
  void begin() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  private IssuerKeys keys(HttpHandler answer) {
    server.createContext("/keys", answer);
    URI issuer = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return new IssuerKeys(
        HttpClient.newHttpClient(),
        Duration.ofMillis(300),
        issuer,
        Optional.of(issuer.resolve("/keys")));
  }

  @Test
  @Timeout(20)
  void bodyThatNeverEndsIsGivenUpAtTheDeadline() {
    IssuerKeys keys =
        keys(
            exchange -> {
              exchange.sendResponseHeaders(200, 1000);
              exchange.getResponseBody().write('{');
              exchange.getResponseBody().flush();
            });

    assertThatIOException().isThrownBy(keys::read);
  }

  @Test
  @Timeout(20)
  void documentWithoutEndIsNotRead() {
    IssuerKeys keys =
        keys(
            exchange -> {
              exchange.sendResponseHeaders(200, 0);
              try (var body = exchange.getResponseBody()) {
                for (int i = 0; i < 1 << 20; i++) {
                  body.write(new byte[1 << 10]);
                }
              }
            });

    assertThatIOException().isThrownBy(keys::read);
  }

  @Test
  void redirectIsNotFollowed() {
    server.createContext(
        "/other", exchange -> assertThat(exchange).as("nobody goes there").isNull());
    IssuerKeys keys =
        keys(
            exchange -> {
              exchange.getResponseHeaders().set("location", "/other");
              exchange.sendResponseHeaders(302, -1);
            });

    assertThatIOException().isThrownBy(keys::read).withMessage("HTTP 302");
  }
}
