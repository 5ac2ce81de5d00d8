package dev.rekey.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands on loopback in front of a server and makes the network bad. Starts in {@link #pass()}; the
 * mode may change at any time, and open connections feel it too. Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
  private enum Mode {
    PASS,
    DELAY,
    BLACK_HOLE,
    RESET,
    REFUSE,
    CLOSED
  }

  private static final int CHUNK = 16 * 1024;

  private final InetSocketAddress target;
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final int port;
  private volatile Mode mode = Mode.PASS;
  private volatile Duration delay = Duration.ZERO;
  private ServerSocket listening;

  private FaultProxy(InetSocketAddress target) throws IOException {
    this.target = target;
    this.listening = listen(0);
    this.port = listening.getLocalPort();
  }

  /** Starts a proxy to a server. */
  public static FaultProxy to(String host, int port) {
    try {
      return new FaultProxy(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port on loopback that stands for the server's. */
  public int port() {
    return port;
  }

  /** How many clients are connected now. */
  public int openConnections() {
    return clients.size();
  }

  /** Carries everything as it is. */
  public void pass() {
    enter(Mode.PASS);
  }

  /** Carries everything, each chunk this much later. */
  public void delay(Duration time) {
    delay = time;
    enter(Mode.DELAY);
  }

  /** Accepts connections and bytes, and says nothing. */
  public void blackHole() {
    enter(Mode.BLACK_HOLE);
  }

  /** Cuts every connection, open or new, with a TCP reset. */
  public void reset() {
    enter(Mode.RESET);
    clients.forEach(FaultProxy::cut);
  }

  /** Cuts open connections, and listens no more until the mode changes. */
  public void refuse() {
    enter(Mode.REFUSE);
    clients.forEach(FaultProxy::cut);
  }

  @Override
  public void close() {
    enter(Mode.CLOSED);
    clients.forEach(FaultProxy::cut);
  }

  private synchronized void enter(Mode next) {
    mode = next;
    try {
      switch (next) {
        case REFUSE, CLOSED -> {
          listening.close();
          awaitRefusal();
        }
        case PASS, DELAY, BLACK_HOLE, RESET -> {
          if (listening.isClosed()) {
            listening = listen(port);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A process that is being started holds on to the socket for a moment: it is forked with it. */
  private void awaitRefusal() {
    for (int attempt = 0; attempt < 1_000 && isAnswered(); attempt++) {
      Thread.onSpinWait();
    }
  }

  private boolean isAnswered() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException refused) {
      return false;
    }
  }

  private ServerSocket listen(int wanted) throws IOException {
    var socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
    Thread.ofVirtual().name("fault-proxy").start(() -> acceptAll(socket));
    return socket;
  }

  private void acceptAll(ServerSocket socket) {
    while (true) {
      try {
        Socket client = socket.accept();
        Thread.ofVirtual().name("fault-proxy").start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    clients.add(client);
    try (client;
        var server = new Socket()) {
      if (mode == Mode.RESET) {
        cut(client);
        return;
      }
      server.connect(target);
      Thread back = Thread.ofVirtual().name("fault-proxy").start(() -> carry(server, client));
      carry(client, server);
      back.join();
    } catch (IOException ended) {
      cut(client);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      clients.remove(client);
    }
  }

  /** Carries bytes one way until either end is gone, then ends the other. */
  private void carry(Socket from, Socket to) {
    var chunk = new byte[CHUNK];
    try (from;
        to) {
      for (int size; (size = from.getInputStream().read(chunk)) >= 0; ) {
        Mode now = mode;
        if (now == Mode.DELAY) {
          Thread.sleep(delay);
        }
        if (now != Mode.BLACK_HOLE) {
          to.getOutputStream().write(chunk, 0, size);
        }
      }
    } catch (IOException ended) {
      cut(from);
      cut(to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void cut(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException gone) {
      // A socket that is closed already needs no cutting.
    }
  }
}
