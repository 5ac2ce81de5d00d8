package dev.rekey.datasource.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.CreateResult;
import dev.rekey.datasource.DataSource;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.DataSources.SwapPolicy;
import dev.rekey.datasource.Fence;
import dev.rekey.datasource.InvalidFieldException;
import dev.rekey.datasource.KeySwap;
import dev.rekey.datasource.Kind;
import dev.rekey.datasource.TestReport;
import dev.rekey.datasource.TestRequest;
import dev.rekey.datasource.TestSlots;
import dev.rekey.secret.Secret;
import dev.rekey.store.MasterKey;
import dev.rekey.store.Sql;
import dev.rekey.store.StoreException;
import dev.rekey.store.ValueCipher;
import dev.rekey.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the registry does beyond the contract of data sources. */
class RegistryTest {
  private static final Actor ACTOR = Actor.client("c");
  private static final DataSourceRef ORDERS = new DataSourceRef("prod", "orders");
  private static final Duration DEADLINE = Duration.ofSeconds(7);

  private final AtomicLong nanos = new AtomicLong();
  private final List<Duration> deadlines = new ArrayList<>();
  private Runnable duringTest = () -> nanos.addAndGet(250_000_000);
  private TestDatabase database;
  private AuditTrail audit;
  private Registry registry;

  @BeforeEach
  void begin(@TempDir Path folder) {
    database = TestDatabase.sqlite(folder.resolve("rekey.db"));
    audit = new AuditTrail(database.database());
    registry =
        new Registry(
            database.database(),
            new ValueCipher(MasterKey.generate()),
            DataSourceRules.DEFAULT,
            new ConnectionTests(
                kind ->
                    (config, deadline) -> {
                      deadlines.add(deadline);
                      duringTest.run();
                      return new TestResult.Passed("connected");
                    },
                new TestSlots(1, kind -> 1),
                DEADLINE,
                nanos::get),
            InstantSource.fixed(Instant.parse("2026-11-23T10:15:30Z")),
            () -> UUID.randomUUID().toString(),
            (connection, fence) -> true);
  }

  @AfterEach
  void end() {
    database.close();
  }

  private static ConfigValue literal(String value) {
    return new ConfigValue.Literal(Secret.of(value));
  }

  private static Map<String, ConfigValue> config() {
    return new TreeMap<>(
        Map.of(
            "PGHOST", literal("127.0.0.1"),
            "PGDATABASE", literal("app"),
            "PGUSER", literal("app"),
            "PGPASSWORD", literal("first")));
  }

  private DataSource create() {
    return ((CreateResult.Created) registry.create(ORDERS, Kind.POSTGRESQL, config(), ACTOR))
        .dataSource();
  }

  private static KeySwap swap(String key, String from, String to) {
    return new KeySwap(key, Optional.of(Secret.of(from)), Optional.of(Secret.of(to)));
  }

  private List<String> auditLines() {
    return audit.list("prod", Optional.empty(), 10).stream()
        .map(e -> e.dataSource() + " " + e.action() + " " + e.keys() + " " + e.result())
        .toList();
  }

  @Test
  void missingRequiredKeysAreNamed() {
    Map<String, ConfigValue> config = config();
    config.remove("PGHOST");
    config.remove("PGUSER");

    assertThatThrownBy(() -> registry.create(ORDERS, Kind.POSTGRESQL, config, ACTOR))
        .isInstanceOfSatisfying(
            InvalidFieldException.class, e -> assertThat(e.field()).isEqualTo("config.PGHOST"))
        .hasMessageContaining("POSTGRESQL")
        .hasMessageContaining("PGUSER");
    assertThat(registry.list("prod")).isEmpty();
    assertThat(auditLines()).isEmpty();
  }

  @Test
  void refusedNamesAreInTheAudit() {
    create();
    registry.create(ORDERS, Kind.POSTGRESQL, config(), ACTOR);

    assertThat(auditLines().getFirst())
        .isEqualTo("prod/orders create [PGDATABASE, PGHOST, PGPASSWORD, PGUSER] the name is taken");
  }

  @Test
  void renameIsInTheAuditUnderBothNames() {
    DataSource created = create();

    registry.update("prod", created.id(), Optional.of("sales"), Map.of(), ACTOR);

    assertThat(auditLines()).startsWith("prod/sales update [] ok", "prod/orders rename [] ok");
  }

  @Test
  void swapsAreInTheAuditWithTheirConflicts() {
    create();
    KeySwap password = swap("PGPASSWORD", "first", "second");
    KeySwap user = swap("PGUSER", "someone", "app2");

    registry.swap(ORDERS, List.of(password, user), SwapPolicy.ALL_OR_NOTHING, new Fence("r1", 1));
    registry.swap(ORDERS, List.of(password), SwapPolicy.ALL_OR_NOTHING, new Fence("r1", 1));
    registry.swap(
        ORDERS, List.of(password.inverse(), user), SwapPolicy.EACH_KEY, new Fence("r1", 1));

    assertThat(auditLines())
        .startsWith(
            "prod/orders restore [PGPASSWORD] conflict on PGUSER",
            "prod/orders rotate [PGPASSWORD] ok",
            "prod/orders rotate [] conflict on PGUSER");
  }

  @Test
  void latencyIsTheTimeOfTheTestAlone() {
    DataSource created = create();

    TestReport report = test(created, Map.of());

    assertThat(report.latency()).isEqualTo(Duration.ofMillis(250));
    assertThat(deadlines).containsExactly(DEADLINE);
  }

  @Test
  void keyThatIsAReferenceIsMisconfigured() {
    DataSource created = create();

    TestReport report = test(created, Map.of("PGPASSWORD", new ConfigValue.Reference("secret-17")));

    assertThat(report.result())
        .isEqualTo(
            new TestResult.Misconfigured(
                "PGPASSWORD", "PGPASSWORD: its secret_id names no secret of the environment"));
    assertThat(deadlines).isEmpty();
  }

  @Test
  void referenceThatTheKindDoesNotKnowIsNoHindrance() {
    DataSource created = create();

    TestReport report = test(created, Map.of("OTHER", new ConfigValue.Reference("secret-17")));

    assertThat(report.result()).isInstanceOf(TestResult.Passed.class);
  }

  @Test
  void dataSourceCanBeChangedWhileItIsTested() {
    DataSource created = create();
    duringTest =
        () -> {
          Map<String, ConfigValue> config = Map.of("PGPASSWORD", literal("second"));
          registry.update("prod", created.id(), Optional.empty(), config, ACTOR);
        };

    TestReport report = test(created, Map.of());

    assertThat(report.result()).isInstanceOf(TestResult.Passed.class);
    assertThat(registry.find(ORDERS).orElseThrow().config().get("PGPASSWORD").value())
        .isEqualTo(literal("second"));
  }

  private TestReport test(DataSource dataSource, Map<String, ConfigValue> config) {
    return registry.test(new TestRequest.Saved("prod", dataSource.id(), config)).orElseThrow();
  }

  @Test
  void valueMovedToAnotherKeyDoesNotOpen() {
    DataSource created = create();
    int moved =
        database
            .database()
            .write(
                connection ->
                    Sql.update(
                        connection,
                        """
                        UPDATE data_source_config SET sealed =
                          (SELECT sealed FROM data_source_config WHERE config_key = 'PGPASSWORD')
                        WHERE config_key = 'PGHOST'"""));
    assertThat(moved).isEqualTo(1);

    assertThatThrownBy(() -> registry.find("prod", created.id()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("data_source_config/" + created.id() + "/PGHOST");
  }
}
