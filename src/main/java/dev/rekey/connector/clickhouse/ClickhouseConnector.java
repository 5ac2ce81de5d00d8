package dev.rekey.connector.clickhouse;

import dev.rekey.connector.Connector;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.support.BoundedCall;
import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.Endpoint;
import dev.rekey.connector.support.GuardedSockets;
import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.connector.support.JvmTrust;
import dev.rekey.connector.support.NetworkFaults;
import dev.rekey.secret.Secret;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Logs in to ClickHouse by its native protocol, makes the database the current one where the config
 * names one, and runs {@code SELECT 1}. Thread-safe.
 */
public final class ClickhouseConnector implements Connector {
  private static final int LONGEST_TIMEOUT_MILLIS = 3_600_000;

  private final GuardedSockets sockets;

  public ClickhouseConnector(Egress egress) {
    this.sockets = new GuardedSockets(egress);
  }

  @Override
  public TestResult test(Map<String, Secret> config, Duration deadline) {
    try {
      var spec = ClickhouseSpec.of(config);
      return BoundedCall.run(deadline, () -> attempt(spec, deadline));
    } catch (InvalidConfigException e) {
      return e.outcome();
    }
  }

  private TestResult attempt(ClickhouseSpec spec, Duration deadline) {
    try (Socket plain = connect(spec.at(), deadline);
        Socket socket = spec.tls() ? secured(plain, spec.at()) : plain) {
      var session = new NativeSession(socket.getInputStream(), socket.getOutputStream());
      session.login(spec.user(), spec.password());
      if (spec.database().isPresent()) {
        session.use(spec.database().get());
      }
      session.query("SELECT 1");
      return new TestResult.Passed(spec.at() + " accepted the login and answered a query");
    } catch (ServerException e) {
      return ClickhouseErrors.outcome(e, spec);
    } catch (StrangeAnswerException e) {
      return ClickhouseErrors.outcome(e, spec);
    } catch (IOException e) {
      return NetworkFaults.outcome(e, spec.at()).orElseThrow();
    }
  }

  /** The timeout comes after the deadline, and catches what an interrupt does not end. */
  private Socket connect(Endpoint at, Duration deadline) throws IOException {
    int timeout = Math.clamp(deadline.toMillis() + 1_000, 1, LONGEST_TIMEOUT_MILLIS);
    Socket socket = sockets.createSocket();
    try {
      socket.connect(InetSocketAddress.createUnresolved(at.host(), at.port()), timeout);
      socket.setSoTimeout(timeout);
      socket.setTcpNoDelay(true);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Trusts what the JVM trusts now: that can be changed while we run. */
  private static Socket secured(Socket plain, Endpoint at) throws IOException {
    var socket =
        (SSLSocket)
            JvmTrust.now().getSocketFactory().createSocket(plain, at.host(), at.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }
}
