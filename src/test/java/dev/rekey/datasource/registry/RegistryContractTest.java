package dev.rekey.datasource.registry;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Connectors;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.EnvironmentContract;
import dev.rekey.datasource.StoredConnectionTestContract;
import dev.rekey.datasource.StoredDataSourcesContract;
import dev.rekey.datasource.StoredSwapContract;
import dev.rekey.datasource.TestSlots;
import dev.rekey.store.MasterKey;
import dev.rekey.store.ValueCipher;
import dev.rekey.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class RegistryContractTest {
  private static final ValueCipher CIPHER = new ValueCipher(MasterKey.generate());

  private static TestDatabase sqlite;
  private static TestDatabase postgresql;

  @BeforeAll
  static void open(@TempDir Path folder) {
    sqlite = TestDatabase.sqlite(folder.resolve("rekey.db"));
    postgresql = TestDatabase.postgresql();
  }

  @AfterAll
  static void close() {
    sqlite.close();
    postgresql.close();
  }

  private static Registry registry(
      TestDatabase database, DataSourceRules rules, Connectors connectors, InstantSource clock) {
    database.clear();
    return new Registry(
        database.database(),
        CIPHER,
        rules,
        new ConnectionTests(
            connectors, new TestSlots(1, kind -> 1), Duration.ofSeconds(10), () -> 0),
        clock,
        () -> UUID.randomUUID().toString(),
        (connection, fence) -> fence.sequence() > 0);
  }

  @Nested
  class ConfigOnSqlite extends StoredDataSourcesContract {
    @Override
    protected Both empty(DataSourceRules rules, Connectors connectors, InstantSource clock) {
      return new Both(
          registry(sqlite, rules, connectors, clock), new AuditTrail(sqlite.database()));
    }
  }

  @Nested
  class ConfigOnPostgresql extends StoredDataSourcesContract {
    @Override
    protected Both empty(DataSourceRules rules, Connectors connectors, InstantSource clock) {
      return new Both(
          registry(postgresql, rules, connectors, clock), new AuditTrail(postgresql.database()));
    }
  }

  @Nested
  class SwapsOnSqlite extends StoredSwapContract {
    @Override
    protected Both empty(DataSourceRules rules, Connectors connectors, InstantSource clock) {
      return new Both(
          registry(sqlite, rules, connectors, clock), new AuditTrail(sqlite.database()));
    }
  }

  @Nested
  class SwapsOnPostgresql extends StoredSwapContract {
    @Override
    protected Both empty(DataSourceRules rules, Connectors connectors, InstantSource clock) {
      return new Both(
          registry(postgresql, rules, connectors, clock), new AuditTrail(postgresql.database()));
    }
  }

  @Nested
  class TestsOnSqlite extends StoredConnectionTestContract {
    @Override
    protected Both empty(DataSourceRules rules, Connectors connectors, InstantSource clock) {
      return new Both(
          registry(sqlite, rules, connectors, clock), new AuditTrail(sqlite.database()));
    }
  }

  private static EnvironmentContract.All all(TestDatabase database, InstantSource clock) {
    return new EnvironmentContract.All(
        registry(
            database,
            DataSourceRules.DEFAULT,
            kind -> (config, deadline) -> new TestResult.Passed("connected"),
            clock),
        new SecretVault(
            database.database(),
            CIPHER,
            DataSourceRules.DEFAULT,
            clock,
            () -> UUID.randomUUID().toString(),
            (_, _) -> () -> {}),
        new TagStore(database.database(), DataSourceRules.DEFAULT, clock),
        new CallTrail(database.database()));
  }

  @Nested
  class EnvironmentsOnSqlite extends EnvironmentContract {
    @Override
    protected All empty(InstantSource clock) {
      return all(sqlite, clock);
    }
  }

  @Nested
  class EnvironmentsOnPostgresql extends EnvironmentContract {
    @Override
    protected All empty(InstantSource clock) {
      return all(postgresql, clock);
    }
  }
}
