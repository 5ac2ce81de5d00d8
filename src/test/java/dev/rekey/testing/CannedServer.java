package dev.rekey.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/**
 * Answers on loopback what it was told to, whatever is asked: to the first thing that a client says
 * the first answer, and so on; then it hangs up.
 */
public final class CannedServer implements AutoCloseable {
  private static final int LARGEST_QUESTION = 64 * 1024;

  private final ServerSocket listening;
  private final List<byte[]> answers;

  public CannedServer(byte[]... answers) {
    this.answers = List.of(answers);
    try {
      this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().name("canned-server").start(this::acceptAll);
  }

  public int port() {
    return listening.getLocalPort();
  }

  private void acceptAll() {
    while (true) {
      try {
        Socket client = listening.accept();
        Thread.ofVirtual().name("canned-server").start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      var question = new byte[LARGEST_QUESTION];
      for (byte[] answer : answers) {
        if (client.getInputStream().read(question) < 0) {
          return;
        }
        client.getOutputStream().write(answer);
      }
    } catch (IOException gone) {
      // The client has heard enough.
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
