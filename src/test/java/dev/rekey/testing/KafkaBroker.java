package dev.rekey.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;

/**
 * A real Kafka broker on loopback, in a process of its own. Its class path is the one that the
 * build writes to {@code target/kafka-broker.classpath}. Stopped by {@link #close()}, and when the
 * JVM ends.
 */
public final class KafkaBroker implements AutoCloseable {
  private static final int START_SECONDS = 60;

  private final Listener listener;
  private final int port;
  private final Path folder;
  private final Process process;

  private KafkaBroker(Listener listener, int port, Path folder, Process process) {
    this.listener = listener;
    this.port = port;
    this.folder = folder;
    this.process = process;
  }

  /**
   * How clients reach the broker.
   *
   * @param protocol a security protocol of Kafka's
   * @param broker the broker's settings for it; the name of the listener is {@code client}
   * @param client the settings with which a client gets in
   */
  public record Listener(String protocol, Map<String, String> broker, Map<String, String> client) {
    /** No TLS and no login. */
    public static final Listener PLAINTEXT = new Listener("PLAINTEXT", Map.of(), Map.of());
  }

  /** The broker that all who do not need one of their own use; started by the first call. */
  public static KafkaBroker shared() {
    return Shared.BROKER;
  }

  /** Starts a broker; returns when it serves. */
  public static KafkaBroker start(Listener listener) {
    Path folder = TempFolder.create("rekey-kafka-");
    int port = FreePort.find();
    Path settings = writeSettings(folder, listener, port);
    Process format =
        launch(
            folder,
            "kafka.tools.StorageTool",
            "format",
            "--cluster-id",
            Uuid.randomUuid().toString(),
            "--config",
            settings.toString());
    if (format.onExit().join().exitValue() != 0) {
      throw new IllegalStateException("The storage was not formatted: see " + log(folder));
    }
    Process process = launch(folder, "kafka.Kafka", settings.toString());
    var broker = new KafkaBroker(listener, port, folder, process);
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "kafka-broker-stop"));
    broker.awaitServing();
    return broker;
  }

  private void awaitServing() {
    try (var admin = admin()) {
      var nodes = admin.describeCluster().nodes().toCompletionStage().toCompletableFuture();
      CompletableFuture.anyOf(nodes, process.onExit()).get(START_SECONDS, TimeUnit.SECONDS);
      if (!nodes.isDone()) {
        throw new IllegalStateException("The broker ended: see " + log(folder));
      }
    } catch (ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IllegalStateException("The broker does not serve: see " + log(folder), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new IllegalStateException("Interrupted while the broker started", e);
    }
  }

  private static Path writeSettings(Path folder, Listener listener, int port) {
    int controllerPort = FreePort.find();
    String listeners = "CLIENT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d";
    var settings = new HashMap<String, String>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", "1");
    settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put("listeners", listeners.formatted(port, controllerPort));
    settings.put("advertised.listeners", "CLIENT://127.0.0.1:" + port);
    settings.put("inter.broker.listener.name", "CLIENT");
    settings.put(
        "listener.security.protocol.map",
        "CLIENT:" + listener.protocol() + ",CONTROLLER:PLAINTEXT");
    settings.put("log.dirs", folder.resolve("data").toString());
    settings.put("auto.create.topics.enable", "false");
    settings.put("offsets.topic.num.partitions", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("transaction.state.log.num.partitions", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.putAll(listener.broker());
    List<String> lines = new ArrayList<>();
    settings.forEach((key, value) -> lines.add(key + "=" + value));
    try {
      return Files.write(folder.resolve("server.properties"), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Process launch(Path folder, String mainClass, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn", "-cp"));
    command.add(classPath());
    command.add(mainClass);
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command)
          .directory(folder.toFile())
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log(folder).toFile()))
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String classPath() {
    Path file = Path.of("target", "kafka-broker.classpath");
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Run ./mvnw process-test-resources: no " + file, e);
    }
  }

  private static Path log(Path folder) {
    return folder.resolve("broker.log");
  }

  /** Where clients start. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** The broker's process. */
  public long processId() {
    return process.pid();
  }

  /** The settings with which any client gets in. */
  public Map<String, Object> clientSettings() {
    var settings = new HashMap<String, Object>(listener.client());
    settings.put("bootstrap.servers", bootstrapServers());
    settings.put("security.protocol", listener.protocol());
    return settings;
  }

  /** An administrator's client, which the caller closes. */
  public Admin admin() {
    return Admin.create(clientSettings());
  }

  /** Makes a topic; returns when it can be used. */
  public void createTopic(String name, int partitions) {
    try (var admin = admin()) {
      admin
          .createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
          .all()
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    }
  }

  /** What the broker holds is of no use after a test, so it is killed and its folder removed. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    TempFolder.delete(folder);
  }

  private static final class Shared {
    static final KafkaBroker BROKER = start(Listener.PLAINTEXT);
  }
}
