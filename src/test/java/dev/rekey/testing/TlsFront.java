package dev.rekey.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSocket;

/** Speaks TLS on loopback for a server that does not, and carries what is in it. Thread-safe. */
public final class TlsFront implements AutoCloseable {
  private static final List<String> INSISTED = List.of("h2", "tds/8.0");

  private final ServerSocket listening;
  private final int server;

  /**
   * @param server its port on loopback
   */
  public TlsFront(TestCertificate certificate, int server) {
    this.server = server;
    SSLServerSocketFactory factory = certificate.serving().getServerSocketFactory();
    try {
      this.listening = factory.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("tls-front").start(this::acceptAll);
  }

  public int port() {
    return listening.getLocalPort();
  }

  private void acceptAll() {
    while (true) {
      try {
        var client = (SSLSocket) listening.accept();
        // Those who insist on a protocol get it: gRPC, and SQL Server's own.
        client.setHandshakeApplicationProtocolSelector(
            (_, offered) -> INSISTED.stream().filter(offered::contains).findFirst().orElse(""));
        Thread.ofVirtual().name("tls-front").start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        var back = new Socket(InetAddress.getLoopbackAddress(), server)) {
      Thread answers = Thread.ofVirtual().name("tls-front").start(() -> carry(back, client));
      carry(client, back);
      answers.join();
    } catch (IOException ended) {
      // The client finds its connection closed.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void carry(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException ended) {
      // Both are closed now, which the other direction notices.
    }
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
