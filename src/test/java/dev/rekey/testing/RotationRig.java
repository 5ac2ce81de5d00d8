package dev.rekey.testing;

import dev.rekey.connector.Connector;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.Kind;
import dev.rekey.datasource.TestSlots;
import dev.rekey.datasource.registry.AuditTrail;
import dev.rekey.datasource.registry.ConnectionTests;
import dev.rekey.datasource.registry.Registry;
import dev.rekey.datasource.registry.SecretVault;
import dev.rekey.event.Intake;
import dev.rekey.event.directory.DirectoryEventSource;
import dev.rekey.rotation.Binding;
import dev.rekey.rotation.Bindings;
import dev.rekey.rotation.FieldMapping;
import dev.rekey.rotation.Jitter;
import dev.rekey.rotation.Notices;
import dev.rekey.rotation.Recorder;
import dev.rekey.rotation.RotationEngine;
import dev.rekey.rotation.RotationIntake;
import dev.rekey.rotation.RotationLog;
import dev.rekey.rotation.RotationMachine;
import dev.rekey.rotation.RotationObserver;
import dev.rekey.rotation.RotationRecord;
import dev.rekey.rotation.RotationSteps;
import dev.rekey.rotation.SettleWindows;
import dev.rekey.rotation.Terms.OnFailure;
import dev.rekey.rotation.TimeOrderedIds;
import dev.rekey.rotation.journal.JdbcEdits;
import dev.rekey.rotation.journal.JdbcFences;
import dev.rekey.rotation.journal.JdbcJournal;
import dev.rekey.rotation.journal.JdbcRotationLog;
import dev.rekey.rotation.journal.Leases;
import dev.rekey.rotation.journal.Witness;
import dev.rekey.secret.Secret;
import dev.rekey.secret.SecretIdentities;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SharedFetches;
import dev.rekey.secret.directory.DirectorySecretStore;
import dev.rekey.secret.directory.KeyedDigest;
import dev.rekey.store.Database;
import dev.rekey.store.MasterKey;
import dev.rekey.store.ValueCipher;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/**
 * All that carries a secret to one data source, as the worker has it, around one connector: a
 * mounted secret, its watch, the journal and the registry in a file, and the engine. Waits between
 * attempts are not waited for.
 */
public final class RotationRig implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration BETWEEN_TAKE_UPS = Duration.ofHours(1);
  private static final DataSourceRef DATA_SOURCE = new DataSourceRef("default", "rotated");
  private static final SecretRef SECRET = SecretRef.directory("rotated");

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final InstantSource clock = InstantSource.system();
  private final Random random = new Random(1);
  private final Path mount;
  private final MountedSecret secret;
  private final Database database;
  private final Registry registry;
  private final SecretVault vault;
  private final RotationLog log;

  /**
   * @param config what the data source holds
   * @param secret what the mounted secret holds at first: config keys and their values
   */
  public RotationRig(
      Path folder,
      Kind kind,
      Connector connector,
      Map<String, String> config,
      Map<String, String> secret) {
    this.mount = folder.resolve("secrets");
    this.secret = new MountedSecret(mount.resolve(SECRET.name()));
    this.secret.write(secret);
    TestDatabase store = TestDatabase.sqlite(folder.resolve("rig.db"));
    parts.push(store);
    this.database = store.database();
    TimeOrderedIds ids = new TimeOrderedIds(clock, random);
    ValueCipher cipher = new ValueCipher(MasterKey.generate());
    this.registry =
        new Registry(
            database,
            cipher,
            DataSourceRules.DEFAULT,
            new ConnectionTests(
                any -> connector, new TestSlots(4, any -> 4), DEADLINE, System::nanoTime),
            clock,
            ids,
            (connection, fence) ->
                JdbcFences.hold(connection, fence.rotationId(), fence.sequence()));
    this.log = new JdbcRotationLog(database);
    TreeMap<String, ConfigValue> values = new TreeMap<>();
    config.forEach((key, value) -> values.put(key, new ConfigValue.Literal(Secret.of(value))));
    registry.create(DATA_SOURCE, kind, values, Actor.client("rig"));
    JdbcJournal journal =
        new JdbcJournal(database, cipher, Leases.ALONE, ids.get(), ids, Witness.NONE);
    RotationEngine engine = start(binding(secret), journal, ids);
    JdbcEdits edits = new JdbcEdits(cipher, journal, engine, RotationObserver.all(List.of()), ids);
    this.vault =
        new SecretVault(database, cipher, DataSourceRules.DEFAULT, clock, ids, edits::begin);
  }

  private static Binding binding(Map<String, String> secret) {
    TreeMap<String, FieldMapping> keys = new TreeMap<>();
    secret.keySet().forEach(key -> keys.put(key, FieldMapping.parse("/" + key)));
    return new Binding(
        SECRET, DATA_SOURCE, keys, Optional.of(Duration.ZERO), false, OnFailure.DEFAULT);
  }

  private RotationEngine start(Binding binding, JdbcJournal journal, TimeOrderedIds ids) {
    Bindings bindings = new Bindings(List.of(binding));
    DirectorySecretStore secrets =
        new DirectorySecretStore(
            mount,
            KeyedDigest.hmacSha256("rig".getBytes(StandardCharsets.UTF_8)),
            DirectorySecretStore.DEFAULT_MAX_BYTES);
    RotationObserver observer = RotationObserver.all(List.of());
    RotationEngine engine =
        new RotationEngine(
            journal,
            new RotationMachine(3),
            new RotationSteps(
                bindings::of,
                new SharedFetches(
                    secrets, new SecretIdentities(), System::nanoTime, 10, Duration.ofMinutes(1)),
                registry,
                DataSourceRules.DEFAULT,
                journal),
            rotation -> bindings.terms(rotation, new SettleWindows(Map.of())),
            () -> {},
            observer,
            new RotationEngine.Pace(
                clock,
                System::nanoTime,
                RotationRig::sleep,
                new Jitter(random),
                BETWEEN_TAKE_UPS,
                Duration.ofSeconds(5)),
            new RotationEngine.Bounds(4, 100),
            Executors.newVirtualThreadPerTaskExecutor());
    parts.push(engine);
    Intake intake =
        new RotationIntake(
            bindings,
            new Recorder(journal, engine, observer, ids, clock),
            new Notices(bindings, journal, new AuditTrail(database)),
            observer);
    DirectoryEventSource source =
        new DirectoryEventSource(
            mount, bindings::secrets, secrets, intake, Duration.ofSeconds(1), clock, random);
    parts.push(source);
    source.start();
    return engine;
  }

  private static void sleep(Duration wait) throws InterruptedException {
    if (wait.compareTo(BETWEEN_TAKE_UPS) >= 0) {
      new CountDownLatch(1).await();
    }
  }

  /** The registry, with the one data source in it. */
  public Registry registry() {
    return registry;
  }

  /** The secrets that the config may refer to. */
  public SecretVault vault() {
    return vault;
  }

  /** The data source that is rotated. */
  public DataSourceRef dataSource() {
    return DATA_SOURCE;
  }

  /** Puts other values into the mounted secret, which the worker hears of. */
  public void rotate(Map<String, String> values) {
    secret.write(values);
  }

  /** The first rotation that has ended, once there is one. */
  public RotationRecord ended() {
    return Eventually.get(
        PATIENCE,
        () -> "no rotation has ended: " + rotations(),
        () -> rotations().stream().filter(each -> each.state().isFinal()).findFirst());
  }

  /** The newest rotation, once it has ended and is another one. */
  public RotationRecord endedAfter(RotationRecord before) {
    return Eventually.get(
        PATIENCE,
        () -> "no further rotation has ended: " + rotations(),
        () ->
            rotations().stream()
                .findFirst()
                .filter(each -> each.state().isFinal() && !each.id().equals(before.id())));
  }

  private List<RotationRecord> rotations() {
    return log.list(
        new RotationLog.Query(
            DATA_SOURCE.environment(), Optional.empty(), Optional.empty(), Optional.empty(), 100));
  }

  /** What the data source holds now. */
  public Map<String, String> held() {
    Map<String, String> held = new TreeMap<>();
    registry
        .find(DATA_SOURCE)
        .orElseThrow()
        .config()
        .forEach(
            (key, entry) -> {
              if (entry.value() instanceof ConfigValue.Literal literal) {
                held.put(key, new String(literal.value().reveal(), StandardCharsets.UTF_8));
              }
            });
    return held;
  }

  @Override
  public void close() {
    try {
      while (!parts.isEmpty()) {
        parts.pop().close();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
