package dev.rekey.app;

import dev.rekey.app.config.Settings;
import dev.rekey.aws.AwsAccess;
import dev.rekey.datasource.AuditLog;
import dev.rekey.datasource.CallLog;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.DataSources;
import dev.rekey.datasource.EnvironmentSecrets;
import dev.rekey.datasource.PermissionTags;
import dev.rekey.datasource.TestSlots;
import dev.rekey.datasource.registry.AuditTrail;
import dev.rekey.datasource.registry.CallTrail;
import dev.rekey.datasource.registry.ConnectionTests;
import dev.rekey.datasource.registry.Registry;
import dev.rekey.datasource.registry.SecretVault;
import dev.rekey.datasource.registry.TagStore;
import dev.rekey.datasource.remote.RemoteDataSources;
import dev.rekey.ops.MeteredConnectors;
import dev.rekey.ops.TestsUnderWay;
import dev.rekey.ops.tracing.Tracing;
import dev.rekey.rotation.Journal;
import dev.rekey.rotation.RotationEngine;
import dev.rekey.rotation.RotationObserver;
import dev.rekey.rotation.TimeOrderedIds;
import dev.rekey.rotation.journal.JdbcEdits;
import dev.rekey.rotation.journal.JdbcFences;
import dev.rekey.store.Database;
import dev.rekey.store.ValueCipher;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** The embedded registry, and the world's clock and chance. */
final class DataSourceProducers {
  @Produces
  @Singleton
  InstantSource clock() {
    return InstantSource.system();
  }

  @Produces
  @Singleton
  RandomGenerator random() {
    return new SecureRandom();
  }

  @Produces
  @Singleton
  TimeOrderedIds ids(InstantSource clock, RandomGenerator random) {
    return new TimeOrderedIds(clock, random);
  }

  @Produces
  @Singleton
  DataSourceRules rules(Settings settings) {
    return new DataSourceRules(
        settings.config().limits().maxValueBytes(), settings.config().limits().maxConfigKeys());
  }

  /** With which data sources of AWS are tested whose config names none. */
  record OwnCredentials(AwsCredentialsProvider aws) {}

  @Produces
  @Singleton
  OwnCredentials ownCredentials() {
    return new OwnCredentials(AwsAccess.ownCredentials());
  }

  void close(@Disposes OwnCredentials own) {
    AwsAccess.close(own.aws());
  }

  @Produces
  @Singleton
  DataSources dataSources(
      Settings settings,
      Database database,
      ValueCipher cipher,
      DataSourceRules rules,
      MeterRegistry meters,
      TestsUnderWay underWay,
      OwnCredentials own,
      InstantSource clock,
      TimeOrderedIds ids,
      AuditLog audit,
      RemoteServer remote,
      Tracing tracing) {
    return switch (settings.config().target().kind()) {
      case EMBEDDED ->
          embedded(settings, database, cipher, rules, meters, underWay, own, clock, ids, tracing);
      case REMOTE ->
          new RemoteDataSources(
              remote::client,
              rules,
              settings.bindings()::keysOf,
              fence ->
                  database.write(
                      connection ->
                          JdbcFences.hold(connection, fence.rotationId(), fence.sequence())),
              audit,
              clock);
    };
  }

  private static DataSources embedded(
      Settings settings,
      Database database,
      ValueCipher cipher,
      DataSourceRules rules,
      MeterRegistry meters,
      TestsUnderWay underWay,
      OwnCredentials own,
      InstantSource clock,
      TimeOrderedIds ids,
      Tracing tracing) {
    ConnectionTests tests =
        new ConnectionTests(
            tracing.connectors(
                new MeteredConnectors(
                    new ConnectorRegistry(
                        settings.connectors(), own.aws(), CloudAccess.googleCredentials(), clock),
                    meters,
                    underWay,
                    System::nanoTime)),
            new TestSlots(
                settings.config().limits().maxConcurrentTests(), settings::concurrentTests),
            settings.config().limits().testTimeout(),
            System::nanoTime);
    return new Registry(
        database,
        cipher,
        rules,
        tests,
        clock,
        ids,
        (connection, fence) -> JdbcFences.hold(connection, fence.rotationId(), fence.sequence()));
  }

  @Produces
  @Singleton
  RemoteServer remoteServer(Settings settings) {
    return new RemoteServer(settings.config().target().remote());
  }

  void close(@Disposes RemoteServer server) {
    server.close();
  }

  @Produces
  @Singleton
  EnvironmentSecrets environmentSecrets(
      Database database,
      ValueCipher cipher,
      DataSourceRules rules,
      InstantSource clock,
      TimeOrderedIds ids,
      Journal journal,
      RotationEngine engine,
      RotationObserver observer) {
    JdbcEdits edits = new JdbcEdits(cipher, journal, engine, observer, ids);
    return new SecretVault(database, cipher, rules, clock, ids, edits::begin);
  }

  @Produces
  @Singleton
  PermissionTags permissionTags(Database database, DataSourceRules rules, InstantSource clock) {
    return new TagStore(database, rules, clock);
  }

  @Produces
  @Singleton
  CallLog calls(Database database) {
    return new CallTrail(database);
  }

  @Produces
  @Singleton
  AuditLog audit(Database database) {
    return new AuditTrail(database);
  }
}
