package dev.rekey.connector.kafka;

import dev.rekey.connector.support.Egress;
import dev.rekey.connector.support.Endpoint;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientRequest;
import org.apache.kafka.clients.ClientResponse;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.Selectable;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/**
 * A connection to one broker, on the thread of the caller: Kafka's own clients have threads of
 * their own, and connect to whatever a broker names.
 */
final class BrokerCall implements AutoCloseable {
  private static final String ID = "rekey";
  private static final long NEVER_IDLE = -1;
  private static final int POLL_MILLIS = 1_000;
  private static final Duration BEHIND_DEADLINE = Duration.ofSeconds(5);

  private final Time time = Time.SYSTEM;
  private final Metrics metrics = new Metrics(time);
  private final Node broker;
  private final GuardedSelector selector;
  private final NetworkClient client;

  /**
   * @param configs as {@link ClientConfigs} has them
   */
  BrokerCall(Egress egress, Endpoint at, Map<String, Object> configs, Duration deadline) {
    this.broker = new Node(-1, at.host(), at.port());
    var log = new LogContext();
    var all = new HashMap<>(configs);
    all.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, List.of(at.toString()));
    var channels = ClientUtils.createChannelBuilder(new AdminClientConfig(all), time, log);
    this.selector =
        new GuardedSelector(new Selector(NEVER_IDLE, metrics, time, ID, channels, log), egress);
    // The deadline ends the call from outside; the client's own end of it would look like a cut
    // line.
    int millis = Math.clamp(deadline.plus(BEHIND_DEADLINE).toMillis(), 1, Integer.MAX_VALUE);
    this.client =
        new NetworkClient(
            selector,
            new ManualMetadataUpdater(),
            ID,
            1,
            millis,
            millis,
            Selectable.USE_DEFAULT_BUFFER_SIZE,
            Selectable.USE_DEFAULT_BUFFER_SIZE,
            millis,
            millis,
            millis,
            time,
            true,
            new ApiVersions(),
            log,
            MetadataRecoveryStrategy.NONE);
  }

  /**
   * Connects, logs in, and asks.
   *
   * @throws AuthenticationException when the broker does not let us in
   * @throws IOException when there is no whole answer
   */
  AbstractResponse ask(AbstractRequest.Builder<?> question) throws IOException {
    connect();
    ClientRequest request =
        client.newClientRequest(broker.idString(), question, time.milliseconds(), true);
    client.send(request, time.milliseconds());
    while (true) {
      for (ClientResponse response : poll()) {
        if (response.authenticationException() != null) {
          throw response.authenticationException();
        }
        if (response.wasDisconnected()) {
          throw new IOException("disconnected");
        }
        if (response.versionMismatch() != null) {
          throw response.versionMismatch();
        }
        return response.responseBody();
      }
    }
  }

  private void connect() throws IOException {
    while (!client.ready(broker, time.milliseconds())) {
      AuthenticationException refused = client.authenticationException(broker);
      if (refused != null) {
        throw refused;
      }
      if (client.connectionFailed(broker)) {
        throw selector.failure().orElseGet(() -> new IOException("not connected"));
      }
      var _ = poll();
    }
  }

  /** An interrupt ends the wait of a selector at once, and all that follow. */
  private List<ClientResponse> poll() throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted");
    }
    return client.poll(POLL_MILLIS, time.milliseconds());
  }

  @Override
  public void close() {
    client.close();
    metrics.close();
  }
}
