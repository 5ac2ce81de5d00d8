package dev.rekey.testing;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The configuration of a worker under test. What it does not name keeps its default; the directory
 * is no source of events, so that every event comes from the test, and nothing sweeps by itself.
 * Immutable.
 */
public final class WorkerConfig {
  private static final String TEXT =
      """
          log:
            format: text
      """;

  private static final String SWEEPS = "  sweeps:\n";
  private static final String NO_SWEEPS =
      """
        sweeps:
          health:
            enabled: false
          drift:
            enabled: false
      """;

  private final String http;
  private final String store;
  private final String secretStores;
  private final String events;
  private final String limits;
  private final String telemetry;
  private final List<String> bindings;

  private WorkerConfig(
      String http,
      String store,
      String secretStores,
      String events,
      String limits,
      String telemetry,
      List<String> bindings) {
    this.http = http;
    this.store = store;
    this.secretStores = secretStores;
    this.events = events;
    this.limits = limits;
    this.telemetry = telemetry;
    this.bindings = bindings;
  }

  /** A worker that hears of nothing. */
  public static WorkerConfig silent() {
    return new WorkerConfig("", "", "", "", "", TEXT, List.of());
  }

  /**
   * A worker that listens to a topic. It is known to Kafka by name, so that it is given its
   * partitions again at once when it comes back from a crash, not only when its predecessor is
   * believed dead.
   */
  public static WorkerConfig listening(String bootstrapServers, String topic) {
    return listening(bootstrapServers, topic, Map.of());
  }

  /** The same with further settings of the Kafka consumer. */
  public static WorkerConfig listening(
      String bootstrapServers, String topic, Map<String, String> consumer) {
    String further =
        consumer.entrySet().stream()
            .map(entry -> "        %s: \"%s\"\n".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining());
    return new WorkerConfig(
        "",
        "",
        "",
        """
            kafka:
              enabled: true
              bootstrap-servers: "%s"
              topic: %s
              group-id: %s
              properties:
                group.instance.id: the-only-one
        """
                .formatted(bootstrapServers, topic, groupOf(topic))
            + further,
        "",
        TEXT,
        List.of());
  }

  /** The same with its state in PostgreSQL. */
  public WorkerConfig storedIn(String jdbcUrl, String user, Path passwordFile) {
    return new WorkerConfig(
        http,
        """
          store:
            kind: postgresql
            postgresql:
              url: "%s"
              user: %s
              password-file: "%s"
        """
            .formatted(jdbcUrl, user, passwordFile),
        secretStores,
        events,
        limits,
        telemetry,
        bindings);
  }

  /** The same with secrets of AWS Secrets Manager at this address. */
  public WorkerConfig fetchingFromAws(URI endpoint) {
    return withSecretStore(
        """
            aws:
              endpoint: "%s"
        """
            .formatted(endpoint));
  }

  /** The same with secrets of Google Secret Manager at this address. */
  public WorkerConfig fetchingFromGoogle(URI endpoint) {
    return withSecretStore(
        """
            google:
              endpoint: "%s"
        """
            .formatted(endpoint));
  }

  private WorkerConfig withSecretStore(String lines) {
    return new WorkerConfig(http, store, secretStores + lines, events, limits, telemetry, bindings);
  }

  /** The same with events of queues at this address. */
  public WorkerConfig receivingFromSqs(URI endpoint, String region, List<String> queueUrls) {
    String queues =
        queueUrls.stream()
            .map(
                url ->
                    """
                        - url: "%s"
                          region: %s
                    """
                        .formatted(url, region))
            .collect(Collectors.joining());
    return withEvents(
        """
            sqs:
              endpoint: "%s"
              queues:
        """
                .formatted(endpoint)
            + queues.indent(4));
  }

  /** The same with events of a subscription at this address. */
  public WorkerConfig receivingFromPubsub(URI endpoint, String subscription) {
    return withEvents(
        """
            pubsub:
              endpoint: "%s"
              subscriptions: ["%s"]
        """
            .formatted(endpoint, subscription));
  }

  private WorkerConfig withEvents(String lines) {
    return new WorkerConfig(http, store, secretStores, events + lines, limits, telemetry, bindings);
  }

  /** The same with other limits than the default ones, such as {@code test-timeout: 2s}. */
  public WorkerConfig limited(Map<String, String> byName) {
    String lines =
        byName.entrySet().stream()
            .map(entry -> "    %s: %s\n".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining());
    return new WorkerConfig(
        http, store, secretStores, events, "  limits:\n" + lines, telemetry, bindings);
  }

  /**
   * The same as one of several.
   *
   * @param name by which Kafka knows this one
   * @param lease such as {@code 2s}
   */
  public WorkerConfig oneOfSeveral(String name, String lease) {
    return new WorkerConfig(
        http,
        store,
        secretStores,
        events.replace("the-only-one", name),
        limits + "  worker:\n    lease: " + lease + "\n",
        telemetry,
        bindings);
  }

  /** The same with TLS, and for clients of an authority alone where one is given. */
  public WorkerConfig servedByTls(Path certificate, Path key, Optional<Path> clientCa) {
    String tls =
        """
            tls:
              certificate: "%s"
              key: "%s"
              reload-period: 1s
        """
                .formatted(certificate, key)
            + clientCa.map(file -> "      client-ca: \"" + file + "\"\n").orElse("");
    return new WorkerConfig(tls, store, secretStores, events, limits, telemetry, bindings);
  }

  /** The same with sweeps that begin by themselves, such as {@code health: {every: 10s}}. */
  public WorkerConfig sweeping(String lines) {
    return new WorkerConfig(
        http, store, secretStores, events, limits + SWEEPS + lines.indent(4), telemetry, bindings);
  }

  /** The same with the data sources of another server. */
  public WorkerConfig driving(String apiServer, String clientId, Path secretFile) {
    String target =
        """
          target:
            kind: remote
            remote:
              api-server: "%s"
              client-id: %s
              client-secret-file: "%s"
        """
            .formatted(apiServer, clientId, secretFile);
    return new WorkerConfig(
        http, store, secretStores, events, limits + target, telemetry, bindings);
  }

  /** The same with traces to a collector, which takes them over HTTP. */
  public WorkerConfig tracedTo(URI endpoint) {
    return telling(
        """
            otlp:
              endpoint: "%s"
              protocol: http-protobuf
        """
            .formatted(endpoint));
  }

  /** The same with its log as JSON. */
  public WorkerConfig loggingJson() {
    return new WorkerConfig(
        http, store, secretStores, events, limits, telemetry.replace("text", "json"), bindings);
  }

  private WorkerConfig telling(String lines) {
    return new WorkerConfig(http, store, secretStores, events, limits, telemetry + lines, bindings);
  }

  /** The same with a webhook that is told of everything. */
  public WorkerConfig telling(URI url, Path secretFile) {
    String notifications =
        """
          notifications:
            endpoints:
              - name: hook
                kind: webhook
                url: "%s"
                secret-file: "%s"
        """
            .formatted(url, secretFile);
    return new WorkerConfig(
        http, store, secretStores, events, limits + notifications, telemetry, bindings);
  }

  /** The consumer group of a worker that listens to this topic. */
  public static String groupOf(String topic) {
    return topic + "-workers";
  }

  /**
   * The same with one more binding.
   *
   * @param secret the name of a secret in the worker's directory, or a whole reference
   * @param keys config key to JSON pointer
   */
  public WorkerConfig bind(String secret, String dataSource, Map<String, String> keys) {
    String mapping =
        keys.entrySet().stream()
            .map(entry -> "        %s: \"%s\"\n".formatted(entry.getKey(), entry.getValue()))
            .collect(Collectors.joining());
    var all = new ArrayList<>(bindings);
    all.add(
        """
            - secret: %s
              environment: default
              data-source: %s
              keys:
        """
                .formatted(secret.contains("://") ? secret : "dir://" + secret, dataSource)
            + mapping);
    return new WorkerConfig(http, store, secretStores, events, limits, telemetry, List.copyOf(all));
  }

  String yaml(Path data, Path secrets, int port, int managementPort) {
    return """
    rekey:
      data-dir: "%s"
      http:
        port: %d
        management-port: %d
    %s  environments:
        - id: default
          name: Default
      connectors:
        egress:
          loopback: true
      telemetry:
    %s  secret-stores:
        directory:
          path: "%s"
    """
            .formatted(data, port, managementPort, http, telemetry, secrets)
        + secretStores
        + """
            events:
              directory:
                enabled: false
          """
        + events
        + store
        + limits
        + (limits.contains(SWEEPS) ? "" : NO_SWEEPS)
        + (bindings.isEmpty() ? "" : "  bindings:\n" + String.join("", bindings));
  }
}
