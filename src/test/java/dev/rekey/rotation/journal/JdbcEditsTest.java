package dev.rekey.rotation.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.EnvironmentSecret;
import dev.rekey.datasource.KeySwap;
import dev.rekey.datasource.Kind;
import dev.rekey.datasource.TestSlots;
import dev.rekey.datasource.registry.ConnectionTests;
import dev.rekey.datasource.registry.Registry;
import dev.rekey.datasource.registry.SecretVault;
import dev.rekey.rotation.Journal;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationDriver;
import dev.rekey.rotation.RotationObserver;
import dev.rekey.rotation.RotationState.Applied;
import dev.rekey.rotation.TimeOrderedIds;
import dev.rekey.secret.Freshness;
import dev.rekey.secret.Secret;
import dev.rekey.store.MasterKey;
import dev.rekey.store.ValueCipher;
import dev.rekey.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcEditsTest {
  private static final Actor PERSON = Actor.client("person");

  private final InstantSource clock = InstantSource.system();
  private final TimeOrderedIds ids = new TimeOrderedIds(clock, new Random(1));
  private final ValueCipher cipher = new ValueCipher(MasterKey.generate());
  private final List<Rotation> driven = new ArrayList<>();
  private TestDatabase store;
  private JdbcEdits edits;

  /** Drives nothing, and remembers what it was given. */
  private final RotationDriver driver =
      new RotationDriver() {
        @Override
        public void awaitRoom() {}

        @Override
        public Freshness now() {
          return Freshness.since(0);
        }

        @Override
        public void submit(Rotation rotation, Freshness fresh) {
          driven.add(rotation);
        }
      };

  @BeforeEach
  void begin(@TempDir Path folder) {
    store = TestDatabase.sqlite(folder.resolve("rekey.db"));
    edits = new JdbcEdits(cipher, journal("first"), driver, RotationObserver.all(List.of()), ids);
  }

  @AfterEach
  void end() {
    store.close();
  }

  private Journal journal(String worker) {
    return new JdbcJournal(store.database(), cipher, Leases.ALONE, worker, ids, Witness.NONE);
  }

  /** A data source has its password by a secret, which is written once more. */
  private void edit(SecretVault.Edits followed) {
    SecretVault vault =
        new SecretVault(store.database(), cipher, DataSourceRules.DEFAULT, clock, ids, followed);
    EnvironmentSecret secret =
        vault.put("default", "DB_PASSWORD", Optional.empty(), Secret.of("old"), PERSON);
    Registry registry =
        new Registry(
            store.database(),
            cipher,
            DataSourceRules.DEFAULT,
            new ConnectionTests(
                _ -> (_, _) -> new TestResult.Passed("connected"),
                new TestSlots(1, _ -> 1),
                Duration.ofSeconds(5),
                System::nanoTime),
            clock,
            ids,
            (_, _) -> true);
    Object _ =
        registry.create(
            new DataSourceRef("default", "orders"),
            Kind.POSTGRESQL,
            Map.of(
                "PGHOST", new ConfigValue.Literal(Secret.of("h")),
                "PGDATABASE", new ConfigValue.Literal(Secret.of("d")),
                "PGUSER", new ConfigValue.Literal(Secret.of("u")),
                "PGPASSWORD", new ConfigValue.Reference(secret.id())),
            PERSON);
    Object _ = vault.put("default", "DB_PASSWORD", Optional.empty(), Secret.of("new"), PERSON);
  }

  @Test
  void editIsHandedToTheDriverClaimed() {
    edit(edits::begin);

    assertThat(driven)
        .singleElement()
        .satisfies(
            rotation -> {
              assertThat(rotation.claimed()).isTrue();
              assertThat(((Applied) rotation.state()).candidate().changes().swaps())
                  .containsExactly(
                      new KeySwap(
                          "PGPASSWORD",
                          Optional.of(Secret.of("old")),
                          Optional.of(Secret.of("new"))));
            });
  }

  @Test
  void editOfAWorkerThatDiedAtOnceIsTakenUpByTheNext() {
    edit(
        (connection, each) -> {
          Runnable _ = edits.begin(connection, each);
          return () -> {};
        });

    assertThat(driven).isEmpty();
    assertThat(journal("second").takeUp(10, clock.instant()))
        .singleElement()
        .satisfies(rotation -> assertThat(rotation.state()).isInstanceOf(Applied.class));
  }
}
