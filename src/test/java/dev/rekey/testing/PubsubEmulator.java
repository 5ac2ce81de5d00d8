package dev.rekey.testing;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.SeekRequest;
import com.google.pubsub.v1.Subscription;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Google's own emulator of Pub/Sub on loopback, in a process of its own, where its Debian package
 * {@code google-cloud-cli-pubsub-emulator} is installed; elsewhere the one at {@code
 * PUBSUB_EMULATOR_HOST}, which is left running. Any credential gets in. Topics are named as Google
 * does, {@code projects/orders/topics/secrets}. Stopped by {@link #close()}, and when the JVM ends.
 */
public final class PubsubEmulator implements AutoCloseable {
  private static final String HOST = "PUBSUB_EMULATOR_HOST";
  private static final Duration START_TIME = Duration.ofMinutes(2);

  private final URI endpoint;
  private final Optional<Process> process;

  private PubsubEmulator(URI endpoint, Optional<Process> process) {
    this.endpoint = endpoint;
    this.process = process;
  }

  /** Whether there is one to be had on this machine; that there is none is noted. */
  public static boolean isAvailable() {
    boolean available = System.getenv(HOST) != null || Jar.FOUND.isPresent();
    if (!available) {
      NotRun.note("Pub/Sub", "Google's emulator of Pub/Sub is not on this machine");
    }
    return available;
  }

  /** The emulator that all who do not need one of their own use; started by the first call. */
  public static PubsubEmulator shared() {
    return Shared.EMULATOR;
  }

  /** Starts an emulator, or takes the one that runs; returns when it serves. */
  public static PubsubEmulator start() {
    String running = System.getenv(HOST);
    var emulator =
        running == null
            ? launch(FreePort.find())
            : new PubsubEmulator(URI.create("http://" + running), Optional.empty());
    Runtime.getRuntime().addShutdownHook(new Thread(emulator::close, "pubsub-emulator-stop"));
    emulator.awaitServing();
    return emulator;
  }

  private static PubsubEmulator launch(int port) {
    Path jar =
        Jar.FOUND.orElseThrow(
            () ->
                new IllegalStateException(
                    "The tests need Google's emulator of Pub/Sub: install the package"
                        + " google-cloud-cli-pubsub-emulator, or set "
                        + HOST));
    try {
      Files.createDirectories(log().getParent());
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx256m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-jar",
                  jar.toString(),
                  "--host=127.0.0.1",
                  "--port=" + port)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
      return new PubsubEmulator(URI.create("http://127.0.0.1:" + port), Optional.of(process));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitServing() {
    try {
      Eventually.get(
          START_TIME,
          () -> "The emulator of Pub/Sub does not serve: see " + log(),
          () -> {
            if (process.isPresent() && !process.get().isAlive()) {
              throw new IllegalStateException("The emulator of Pub/Sub ended: see " + log());
            }
            return listens() ? Optional.of(true) : Optional.empty();
          });
    } catch (IllegalStateException e) {
      close();
      throw e;
    }
  }

  private boolean listens() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(endpoint.getHost(), endpoint.getPort()), 1_000);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static Path log() {
    return Path.of("target", "pubsub-emulator.log");
  }

  /** Where clients send what they would send to Google. */
  public URI endpoint() {
    return endpoint;
  }

  /** Makes a topic that may be there already, and a subscription to it. */
  public void create(String topic, String subscription) {
    createTopic(topic);
    try (var admin = subscriptions()) {
      admin.createSubscription(
          Subscription.newBuilder()
              .setName(subscription)
              .setTopic(topic)
              .setAckDeadlineSeconds(10)
              .build());
    }
  }

  private void createTopic(String topic) {
    try (var admin = topics()) {
      admin.createTopic(topic);
    } catch (AlreadyExistsException _) {
      // As it should be.
    }
  }

  public void deleteSubscription(String subscription) {
    try (var admin = subscriptions()) {
      admin.deleteSubscription(subscription);
    }
  }

  /** Publishes messages with these attributes each, and no data. */
  public void publish(String topic, List<Map<String, String>> messages) {
    publishAll(
        topic,
        messages.stream()
            .map(attributes -> PubsubMessage.newBuilder().putAllAttributes(attributes).build())
            .toList());
  }

  /** Publishes a message. */
  public void publish(String topic, Map<String, String> attributes, String data) {
    publishAll(
        topic,
        List.of(
            PubsubMessage.newBuilder()
                .putAllAttributes(attributes)
                .setData(ByteString.copyFromUtf8(data))
                .build()));
  }

  private void publishAll(String topic, List<PubsubMessage> messages) {
    try (var admin = topics()) {
      for (int from = 0; from < messages.size(); from += 500) {
        admin.publish(topic, messages.subList(from, Math.min(from + 500, messages.size())));
      }
    }
  }

  /**
   * Lets everything come at once that was published and is not acknowledged. By itself the emulator
   * waits for deadlines that nobody keeps any more, some of them for minutes.
   */
  public void deliverAgain(String subscription) {
    try (var admin = subscriptions()) {
      var _ =
          admin.seek(
              SeekRequest.newBuilder()
                  .setSubscription(subscription)
                  .setTime(Timestamp.newBuilder().setSeconds(1))
                  .build());
    }
  }

  private SubscriptionAdminClient subscriptions() {
    try {
      return SubscriptionAdminClient.create(
          SubscriptionAdminSettings.newBuilder()
              .setEndpoint(endpoint.getAuthority())
              .setCredentialsProvider(NoCredentialsProvider.create())
              .setTransportChannelProvider(
                  SubscriptionAdminSettings.defaultGrpcTransportProviderBuilder()
                      .setChannelConfigurator(ManagedChannelBuilder::usePlaintext)
                      .build())
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TopicAdminClient topics() {
    try {
      return TopicAdminClient.create(
          TopicAdminSettings.newBuilder()
              .setEndpoint(endpoint.getAuthority())
              .setCredentialsProvider(NoCredentialsProvider.create())
              .setTransportChannelProvider(
                  TopicAdminSettings.defaultGrpcTransportProviderBuilder()
                      .setChannelConfigurator(ManagedChannelBuilder::usePlaintext)
                      .build())
              .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the emulator holds is of no use after a test, so it is killed. */
  @Override
  public void close() {
    process.ifPresent(running -> running.destroyForcibly().onExit().join());
  }

  private static final class Jar {
    static final Optional<Path> FOUND = find();

    private static Optional<Path> find() {
      try {
        Process list =
            new ProcessBuilder("dpkg", "-L", "google-cloud-cli-pubsub-emulator")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var lines = list.inputReader()) {
          return lines
              .lines()
              .filter(line -> line.matches(".*/cloud-pubsub-emulator-.*-all\\.jar"))
              .map(Path::of)
              .filter(Files::isReadable)
              .findFirst();
        }
      } catch (IOException _) {
        return Optional.empty();
      }
    }
  }

  private static final class Shared {
    static final PubsubEmulator EMULATOR = start();
  }
}
