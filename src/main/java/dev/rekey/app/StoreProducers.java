package dev.rekey.app;

import dev.rekey.app.config.RekeyConfig;
import dev.rekey.app.config.RekeyConfig.MasterKeyKind;
import dev.rekey.app.config.RekeyConfig.StoreKind;
import dev.rekey.app.config.Settings;
import dev.rekey.datasource.registry.Registry;
import dev.rekey.ops.KeyRotations;
import dev.rekey.rotation.journal.JdbcJournal;
import dev.rekey.store.DataDirectoryLock;
import dev.rekey.store.Database;
import dev.rekey.store.Dialect;
import dev.rekey.store.KeyRotation;
import dev.rekey.store.KeyRotation.MasterExchange;
import dev.rekey.store.Keysets;
import dev.rekey.store.MasterKey;
import dev.rekey.store.MasterKeyFile;
import dev.rekey.store.PostgresDatabase;
import dev.rekey.store.PrivateFiles;
import dev.rekey.store.SqliteDatabase;
import dev.rekey.store.ValueCipher;
import dev.rekey.store.ValueKeys;
import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.arc.InjectableInstance;
import io.quarkus.flyway.FlywayConfigurationCustomizer;
import io.quarkus.flyway.FlywayDataSource;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;

/** The data directory, the database in use, and the keys to what is in it. */
final class StoreProducers {
  /** Two less than the connections that application.properties allows. */
  private static final int READERS = 8;

  /** Much longer than other workers need to see a new key. */
  private static final Duration OTHERS_NOTICE = Duration.ofMinutes(5);

  @Produces
  @Singleton
  Settings settings(RekeyConfig config) {
    return Settings.of(config);
  }

  @Produces
  @Singleton
  DataDirectory dataDirectory(Settings settings) throws IOException {
    Path path = PrivateFiles.directory(settings.config().dataDir());
    return new DataDirectory(
        path,
        settings.config().store().kind() == StoreKind.SQLITE
            ? Optional.of(DataDirectoryLock.take(path))
            : Optional.empty());
  }

  void release(@Disposes DataDirectory directory) throws IOException {
    directory.close();
  }

  @Produces
  @Singleton
  @FlywayDataSource("sqlite")
  FlywayConfigurationCustomizer sqliteTypes() {
    return configuration -> configuration.placeholders(Dialect.SQLITE.placeholders());
  }

  @Produces
  @Singleton
  @FlywayDataSource("postgresql")
  FlywayConfigurationCustomizer postgresqlTypes() {
    return configuration -> configuration.placeholders(Dialect.POSTGRESQL.placeholders());
  }

  /** Takes the directory, because the SQLite file cannot be made before it. */
  @Produces
  @Singleton
  Database database(
      Settings settings,
      DataDirectory directory,
      @DataSource("sqlite") InjectableInstance<AgroalDataSource> sqlite,
      @FlywayDataSource("sqlite") InjectableInstance<Flyway> sqliteSchema,
      @DataSource("postgresql") InjectableInstance<AgroalDataSource> postgresql,
      @FlywayDataSource("postgresql") InjectableInstance<Flyway> postgresqlSchema) {
    return switch (settings.config().store().kind()) {
      case SQLITE -> {
        sqliteSchema.get().migrate();
        yield new SqliteDatabase(sqlite.get(), READERS);
      }
      case POSTGRESQL -> {
        new StoreWait(settings.config().http()).until(() -> postgresqlSchema.get().migrate());
        yield new PostgresDatabase(postgresql.get());
      }
    };
  }

  void close(@Disposes Database database) {
    if (database instanceof SqliteDatabase sqlite) {
      sqlite.close();
    }
  }

  @Produces
  @Singleton
  MasterKeyFile masterKeyFile(Settings settings, DataDirectory directory, Database database) {
    return new MasterKeyFile(
        directory.path(), KeyWraps.of(settings.config().masterKey()), database);
  }

  @Produces
  @Singleton
  MasterKey masterKey(Settings settings, MasterKeyFile file) throws IOException {
    return settings.config().masterKey().kind() == MasterKeyKind.ENVIRONMENT
        ? KeyWraps.fromEnvironment()
        : file.load();
  }

  @Produces
  @Singleton
  ValueKeys valueKeys(Database database, MasterKey masterKey) {
    return new ValueKeys(database, masterKey);
  }

  @Produces
  @Singleton
  ValueCipher cipher(ValueKeys keys) {
    return new ValueCipher(keys);
  }

  /** What several workers share, and what the operator gives, the operator exchanges. */
  @Produces
  @Singleton
  KeyRotation keyRotation(
      Settings settings,
      MasterKeyFile file,
      Database database,
      MasterKey masterKey,
      ValueKeys keys) {
    boolean alone = settings.config().store().kind() == StoreKind.SQLITE;
    boolean ours = settings.config().masterKey().kind() != MasterKeyKind.ENVIRONMENT;
    return new KeyRotation(
        database,
        keys,
        Stream.concat(Registry.SEALED.stream(), JdbcJournal.SEALED.stream()).toList(),
        alone ? Duration.ZERO : OTHERS_NOTICE,
        alone && ours
            ? MasterExchange.inFile(file, masterKey)
            : MasterExchange.byOperator(database, masterKey),
        Thread::sleep);
  }

  void close(@Disposes KeyRotation rotation) {
    rotation.close();
  }

  @Produces
  @Singleton
  KeyRotations keyRotations(KeyRotation rotation) {
    return new KeyRotations() {
      @Override
      public Progress begin() {
        return progress(rotation.begin());
      }

      @Override
      public Progress progress() {
        return progress(rotation.progress());
      }

      private static Progress progress(KeyRotation.Progress progress) {
        return new Progress(progress.running(), progress.total(), progress.done());
      }
    };
  }

  @Produces
  @Singleton
  Keysets keysets(Database database, MasterKey masterKey) {
    return new Keysets(database, masterKey);
  }
}
