package dev.rekey.connector.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Properties;
import javax.net.SocketFactory;

/**
 * Sockets that connect only to where data sources may be. For drivers that make a factory from a
 * class name: the rules are those that {@link #within} holds while the driver connects, on the same
 * thread.
 */
public final class GuardedSockets extends SocketFactory {
  private static final ScopedValue<Egress> RULES = ScopedValue.newInstance();

  private final Egress egress;

  /**
   * @throws java.util.NoSuchElementException outside of {@link #within}
   */
  public GuardedSockets() {
    this(RULES.get());
  }

  /**
   * The one that pgjdbc looks for first; it throws and catches for each that is missing, at each
   * connection.
   *
   * @param settings of the connection, of which none matters here
   */
  public GuardedSockets(Properties settings) {
    this();
  }

  public GuardedSockets(Egress egress) {
    this.egress = egress;
  }

  /** Runs what makes a driver connect. */
  public static <T, X extends Throwable> T within(
      Egress egress, ScopedValue.CallableOp<T, X> connect) throws X {
    return ScopedValue.where(RULES, egress).call(connect);
  }

  /** A socket that is not connected yet. */
  @Override
  public Socket createSocket() {
    return new GuardedSocket(egress);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(egress.resolve(host)[0], port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  private Socket connected(InetSocketAddress address) throws IOException {
    Socket socket = createSocket();
    try {
      socket.connect(address);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static final class GuardedSocket extends Socket {
    private final Egress egress;

    GuardedSocket(Egress egress) {
      this.egress = egress;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
      connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      if (endpoint instanceof InetSocketAddress internet && !internet.isUnresolved()) {
        egress.check(internet.getAddress());
        super.connect(endpoint, timeout);
      } else if (endpoint instanceof InetSocketAddress named) {
        super.connect(
            new InetSocketAddress(egress.resolve(named.getHostString())[0], named.getPort()),
            timeout);
      } else {
        throw new RefusedAddressException("no Internet address");
      }
    }
  }
}
