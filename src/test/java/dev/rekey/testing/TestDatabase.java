package dev.rekey.testing;

import dev.rekey.store.Database;
import dev.rekey.store.Dialect;
import dev.rekey.store.PostgresDatabase;
import dev.rekey.store.SqliteDatabase;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.flywaydb.core.Flyway;

/** A database with the schema and nothing in it, on a pool such as the worker has. */
public final class TestDatabase implements AutoCloseable {
  /** All tables of the schema, those that refer to others first. */
  public static final List<String> TABLES =
      List.of(
          "data_source_config",
          "data_source",
          "audit",
          "rotation",
          "rotation_step",
          "rotation_event",
          "settled",
          "binding",
          "worker",
          "quarantine",
          "environment_secret",
          "permission_tag",
          "api_call",
          "notification",
          "notification_lease",
          "sweep",
          "sweep_lease",
          "data_source_health",
          "change_freeze",
          "keyset");

  private static final int READERS = 4;

  private final AgroalDataSource dataSource;
  private final Database database;
  private final Consumer<Database> closer;

  private TestDatabase(AgroalDataSource dataSource, Database database, Consumer<Database> closer) {
    this.dataSource = dataSource;
    this.database = database;
    this.closer = closer;
  }

  /** Opens a file; makes it where there is none. */
  public static TestDatabase sqlite(Path file) {
    AgroalDataSource dataSource = pool("jdbc:sqlite:" + file, "", READERS + 1);
    migrate(dataSource, Dialect.SQLITE);
    return new TestDatabase(
        dataSource,
        new SqliteDatabase(dataSource, READERS),
        database -> ((SqliteDatabase) database).close());
  }

  /** Makes a new database on the shared server. */
  public static TestDatabase postgresql() {
    String name = "store_" + UUID.randomUUID().toString().replace("-", "");
    PostgresServer server = PostgresServer.shared();
    server.createDatabase(name, PostgresServer.SUPERUSER);
    return postgresql(server.jdbcUrl(name));
  }

  /** Opens a database that has the schema, as another worker does. */
  public static TestDatabase postgresql(String url) {
    AgroalDataSource dataSource = pool(url, PostgresServer.SUPERUSER, 10);
    migrate(dataSource, Dialect.POSTGRESQL);
    return new TestDatabase(dataSource, new PostgresDatabase(dataSource), database -> {});
  }

  /** Writes to a file with an earlier version of the schema. */
  public static void before(Path file, String version, Consumer<Database> work) {
    try (AgroalDataSource dataSource = pool("jdbc:sqlite:" + file, "", READERS + 1)) {
      migrate(dataSource, Dialect.SQLITE, version);
      try (SqliteDatabase database = new SqliteDatabase(dataSource, READERS)) {
        work.accept(database);
      }
    }
  }

  /** Writes to a new database on the shared server with an earlier version; returns its URL. */
  public static String before(String version, Consumer<Database> work) {
    String name = "store_" + UUID.randomUUID().toString().replace("-", "");
    PostgresServer server = PostgresServer.shared();
    server.createDatabase(name, PostgresServer.SUPERUSER);
    String url = server.jdbcUrl(name);
    try (AgroalDataSource dataSource = pool(url, PostgresServer.SUPERUSER, READERS)) {
      migrate(dataSource, Dialect.POSTGRESQL, version);
      work.accept(new PostgresDatabase(dataSource));
    }
    return url;
  }

  public Database database() {
    return database;
  }

  public AgroalDataSource dataSource() {
    return dataSource;
  }

  /** Forgets all rows. */
  public void clear() {
    database.write(
        connection -> {
          try (var statement = connection.createStatement()) {
            for (String table : TABLES) {
              statement.executeUpdate("DELETE FROM " + table);
            }
          }
          return true;
        });
  }

  @Override
  public void close() {
    closer.accept(database);
    dataSource.close();
  }

  private static AgroalDataSource pool(String url, String user, int size) {
    try {
      return AgroalDataSource.from(
          new AgroalDataSourceConfigurationSupplier()
              .connectionPoolConfiguration(
                  pool ->
                      pool.maxSize(size)
                          .acquisitionTimeout(Duration.ofSeconds(30))
                          .connectionFactoryConfiguration(
                              factory -> factory.jdbcUrl(url).principal(new NamePrincipal(user)))));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void migrate(AgroalDataSource dataSource, Dialect dialect) {
    migrate(dataSource, dialect, "latest");
  }

  private static void migrate(AgroalDataSource dataSource, Dialect dialect, String version) {
    Flyway.configure()
        .dataSource(dataSource)
        .placeholders(dialect.placeholders())
        .target(version)
        .load()
        .migrate();
  }
}
