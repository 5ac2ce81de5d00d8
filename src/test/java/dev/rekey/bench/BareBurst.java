package dev.rekey.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekey.chaos.Change;
import dev.rekey.chaos.Fleet;
import dev.rekey.chaos.ManagedSecret;
import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.ConfigEntry;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.DataSources.SwapPolicy;
import dev.rekey.datasource.Fence;
import dev.rekey.datasource.KeySwap;
import dev.rekey.datasource.Kind;
import dev.rekey.datasource.SwapResult;
import dev.rekey.datasource.TestSlots;
import dev.rekey.datasource.registry.ConnectionTests;
import dev.rekey.datasource.registry.Registry;
import dev.rekey.secret.Secret;
import dev.rekey.store.MasterKey;
import dev.rekey.store.ValueCipher;
import dev.rekey.testing.Concurrently;
import dev.rekey.testing.KafkaBroker;
import dev.rekey.testing.RotationEvents;
import dev.rekey.testing.TempFolder;
import dev.rekey.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What a burst has to do, in a bare loop over the same events and data sources: no journal, no
 * order, no retries. The data sources are in a registry of the worker's own, on SQLite with its
 * group commit.
 */
final class BareBurst implements AutoCloseable {
  private static final String TOPIC = "bench-burst-bare";
  private static final String ENVIRONMENT = "default";
  private static final String SCHEME = "dir://";
  private static final Map<String, String> KEYS =
      Map.of("PGUSER", "username", "PGPASSWORD", "password");

  /** As many tests of a kind as the worker makes at once by default. */
  static final int CONCURRENCY = 32;

  private final ObjectMapper json = new ObjectMapper();
  private final Path folder = TempFolder.create("rekey-bare-");
  private final TestDatabase database = TestDatabase.sqlite(folder.resolve("bare.db"));
  private final Semaphore slots = new Semaphore(CONCURRENCY);
  private final Fleet fleet;
  private final Map<String, ManagedSecret> secrets;
  private final Registry registry;
  private final String target;
  private final RotationEvents events;
  private final Consumer<String, String> consumer;

  BareBurst(Fleet fleet, int port) {
    this.fleet = fleet;
    secrets = fleet.secrets().stream().collect(Collectors.toMap(ManagedSecret::name, each -> each));
    target = "jdbc:postgresql://127.0.0.1:" + port + "/";
    registry = registry();
    create(port);
    KafkaBroker broker = KafkaBroker.shared();
    events = RotationEvents.newTopic(broker, TOPIC);
    Map<String, Object> settings = new HashMap<>(broker.clientSettings());
    settings.put("group.id", TOPIC);
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    consumer.subscribe(List.of(TOPIC));
  }

  private Registry registry() {
    return new Registry(
        database.database(),
        new ValueCipher(MasterKey.generate()),
        DataSourceRules.DEFAULT,
        new ConnectionTests(
            kind -> (config, deadline) -> new TestResult.Unsupported("The loop tests itself."),
            new TestSlots(1, kind -> 1),
            Duration.ofSeconds(1),
            System::nanoTime),
        InstantSource.system(),
        () -> UUID.randomUUID().toString(),
        (connection, fence) -> true);
  }

  private void create(int port) {
    List<ManagedSecret> all = fleet.secrets();
    var _ =
        Concurrently.times(
            all.size(),
            i -> {
              ManagedSecret secret = all.get(i);
              for (String name : secret.dataSources()) {
                Map<String, ConfigValue> config = new HashMap<>();
                Fleet.config(name, port, secret.first())
                    .forEach((key, value) -> config.put(key, literal(value)));
                registry.create(ref(name), Kind.POSTGRESQL, config, Actor.client("bench"));
              }
              return i;
            });
  }

  /** A new version of every secret, which is not measured, and all of it carried. */
  double next() {
    for (ManagedSecret secret : secrets.values()) {
      write(folder.resolve(secret.name()), secret.change(Change.GOOD).json());
    }
    double seconds =
        Stopwatch.seconds(
            () -> {
              events.publishAll(List.copyOf(secrets.keySet()));
              carryAll();
            });
    if (!fleet.isCarried()) {
      throw new IllegalStateException("the bare loop has not carried all");
    }
    return seconds;
  }

  private void carryAll() {
    List<CompletableFuture<Void>> carried = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int seen = 0; seen < secrets.size(); ) {
        for (ConsumerRecord<String, String> event : consumer.poll(Duration.ofSeconds(1))) {
          seen++;
          String name = read(event.value()).get("secret").textValue().substring(SCHEME.length());
          for (String dataSource : secrets.get(name).dataSources()) {
            carried.add(CompletableFuture.runAsync(() -> carryInTurn(name, dataSource), threads));
          }
        }
        consumer.commitSync();
      }
    }
    carried.forEach(CompletableFuture::join);
  }

  private void carryInTurn(String secret, String dataSource) {
    slots.acquireUninterruptibly();
    try {
      carry(secret, dataSource);
    } finally {
      slots.release();
    }
  }

  private void carry(String secret, String dataSource) {
    JsonNode version = read(content(folder.resolve(secret)));
    Map<String, ConfigEntry> held = registry.find(ref(dataSource)).orElseThrow().config();
    List<KeySwap> swaps =
        KEYS.entrySet().stream()
            .map(
                key ->
                    new KeySwap(
                        key.getKey(),
                        Optional.of(((ConfigValue.Literal) held.get(key.getKey()).value()).value()),
                        Optional.of(Secret.of(version.get(key.getValue()).textValue()))))
            .toList();
    SwapResult result =
        registry.swap(ref(dataSource), swaps, SwapPolicy.ALL_OR_NOTHING, new Fence("bare", 1));
    if (!(result instanceof SwapResult.Swapped swapped)
        || !swapped.written().equals(KEYS.keySet())) {
      throw new IllegalStateException(dataSource + ": " + result);
    }
    BarePostgres.selectOne(
        target + dataSource,
        version.get("username").textValue(),
        version.get("password").textValue());
  }

  private JsonNode read(String text) {
    try {
      return json.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String content) {
    try {
      Files.writeString(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static DataSourceRef ref(String dataSource) {
    return new DataSourceRef(ENVIRONMENT, dataSource);
  }

  private static ConfigValue literal(String value) {
    return new ConfigValue.Literal(Secret.of(value));
  }

  @Override
  public void close() {
    consumer.close();
    events.close();
    database.close();
    TempFolder.delete(folder);
  }
}
