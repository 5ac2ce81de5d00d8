package dev.rekey.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
  private ServerSocket server;
  private FaultProxy proxy;

  @BeforeEach
  void startEchoBehindProxy() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::echoAll);
    proxy = FaultProxy.to("127.0.0.1", server.getLocalPort());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  @Test
  void bytesPassBothWays() throws IOException {
    try (var client = connect()) {
      assertThat(echo(client)).isEqualTo(7);
    }
  }

  @Test
  void delayedBytesArriveLater() throws IOException {
    proxy.delay(Duration.ofMillis(150));
    try (var client = connect()) {
      long start = System.nanoTime();

      int answer = echo(client);

      assertThat(answer).isEqualTo(7);
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }
  }

  @Test
  void blackHoleAcceptsAndSaysNothing() throws IOException {
    proxy.blackHole();
    try (var client = connect()) {
      client.setSoTimeout(200);

      assertThatThrownBy(() -> echo(client)).isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void resetCutsAnOpenConnection() throws IOException {
    try (var client = connect()) {
      echo(client);

      proxy.reset();

      assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
    }
  }

  @Test
  void resetCutsANewConnection() {
    proxy.reset();

    assertThatThrownBy(
            () -> {
              try (var client = connect()) {
                echo(client);
              }
            })
        .isInstanceOf(SocketException.class);
  }

  @Test
  void refusedConnectionIsTakenAgainAfterwards() throws IOException {
    proxy.refuse();
    assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);

    proxy.pass();

    try (var client = connect()) {
      assertThat(echo(client)).isEqualTo(7);
    }
  }

  @Test
  void connectionThatEndedIsNotCounted() throws IOException {
    try (var client = connect()) {
      echo(client);
      assertThat(proxy.openConnections()).isEqualTo(1);
    }

    await().untilAsserted(() -> assertThat(proxy.openConnections()).isZero());
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), proxy.port());
  }

  private static int echo(Socket client) throws IOException {
    client.getOutputStream().write(7);
    return client.getInputStream().read();
  }

  private void echoAll() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread.ofVirtual().start(() -> echoOne(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void echoOne(Socket client) {
    try (client) {
      client.getInputStream().transferTo(client.getOutputStream());
    } catch (IOException ended) {
      return;
    }
  }
}
