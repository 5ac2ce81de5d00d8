package dev.rekey.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.TestResult;
import dev.rekey.secret.Secret;
import dev.rekey.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;

/** What the suites of {@link DataSources} have in common. */
public abstract class DataSourcesFixture {
  static final Instant START = Instant.parse("2026-11-23T10:15:30.123456Z");
  static final Actor ACTOR = Actor.client("terraform");

  /** Holds nowhere: each implementation under test refuses it. */
  static final Fence GONE_BY = new Fence("r1", 0);

  final ManualClock clock = new ManualClock(START);
  final DataSourceRules rules = new DataSourceRules(64 * 1024, 1100);
  DataSources dataSources;
  AuditLog audit;

  /** No data sources, and an empty audit; every fence holds but {@link #GONE_BY}. */
  protected abstract Both empty(DataSourceRules rules, Connectors connectors, InstantSource clock);

  /** Data sources and their audit. */
  public record Both(DataSources dataSources, AuditLog audit) {}

  /** What data sources answer when they are tested; passes unless a suite says otherwise. */
  Connectors connectors() {
    return kind -> (config, deadline) -> new TestResult.Passed("connected");
  }

  @BeforeEach
  final void begin() {
    Both both = empty(rules, connectors(), clock);
    dataSources = both.dataSources();
    audit = both.audit();
  }

  /** Lets a minute pass; returns the new time. */
  Instant aMinuteLater() {
    clock.advance(Duration.ofMinutes(1));
    return clock.instant();
  }

  static DataSourceRef ref(String name) {
    return new DataSourceRef("prod", name);
  }

  static ConfigValue literal(String value) {
    return new ConfigValue.Literal(Secret.of(value));
  }

  /** A config that a PostgreSQL data source can do with. */
  static Map<String, ConfigValue> config() {
    Map<String, ConfigValue> config = new TreeMap<>();
    config.put("PGHOST", literal("127.0.0.1"));
    config.put("PGDATABASE", literal("app"));
    config.put("PGUSER", literal("app"));
    config.put("PGPASSWORD", literal("first"));
    return config;
  }

  DataSource create(String name) {
    return create(name, config());
  }

  DataSource create(String name, Map<String, ConfigValue> config) {
    CreateResult result = dataSources.create(ref(name), Kind.POSTGRESQL, config, ACTOR);
    assertThat(result).isInstanceOf(CreateResult.Created.class);
    return ((CreateResult.Created) result).dataSource();
  }

  ConfiguredDataSource find(DataSource dataSource) {
    return dataSources.find("prod", dataSource.id()).orElseThrow();
  }

  Map<String, ConfigValue> values(DataSource dataSource) {
    Map<String, ConfigValue> values = new TreeMap<>();
    find(dataSource).config().forEach((key, entry) -> values.put(key, entry.value()));
    return values;
  }
}
