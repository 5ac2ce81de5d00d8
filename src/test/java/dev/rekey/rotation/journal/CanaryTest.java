package dev.rekey.rotation.journal;

import static dev.rekey.rotation.Rotations.NOW;
import static dev.rekey.rotation.Rotations.binding;
import static dev.rekey.rotation.Rotations.event;
import static dev.rekey.rotation.Rotations.request;
import static dev.rekey.rotation.Rotations.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Actor;
import dev.rekey.datasource.ConfigValue;
import dev.rekey.datasource.DataSource;
import dev.rekey.datasource.DataSourceRules;
import dev.rekey.datasource.DataSources.SwapPolicy;
import dev.rekey.datasource.Fence;
import dev.rekey.datasource.KeySwap;
import dev.rekey.datasource.Kind;
import dev.rekey.datasource.TestSlots;
import dev.rekey.datasource.registry.ConnectionTests;
import dev.rekey.datasource.registry.Registry;
import dev.rekey.event.Attributes;
import dev.rekey.event.Delivery;
import dev.rekey.notification.CloudEvents;
import dev.rekey.notification.News;
import dev.rekey.notification.Outbox;
import dev.rekey.notification.outbox.EndpointLeases;
import dev.rekey.notification.outbox.JdbcOutbox;
import dev.rekey.rotation.Binding;
import dev.rekey.rotation.Candidate;
import dev.rekey.rotation.ChangeSet;
import dev.rekey.rotation.Journal.Appended;
import dev.rekey.rotation.Journal.Quarantined;
import dev.rekey.rotation.Rotation;
import dev.rekey.rotation.RotationState;
import dev.rekey.rotation.RotationState.Committed;
import dev.rekey.rotation.RotationState.Prepared;
import dev.rekey.rotation.Rotations;
import dev.rekey.secret.Secret;
import dev.rekey.store.Database;
import dev.rekey.store.MasterKey;
import dev.rekey.store.Sql;
import dev.rekey.store.ValueCipher;
import dev.rekey.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No value lies in the database as it is, whatever was done with it. */
class CanaryTest {
  private static final String MARKER = "canary-5f1d3c";
  private static final Actor ACTOR = Actor.client("c");
  private static final Binding BINDING = binding("watched_source");

  @TempDir private Path folder;

  @Test
  void filesOfSqliteHoldNoValue() throws IOException {
    try (TestDatabase database = TestDatabase.sqlite(folder.resolve("rekey.db"))) {
      liveThrough(database.database());

      // Before anything is closed, the log and its index are there as a crash would leave them.
      assertThat(folder.resolve("rekey.db-wal")).isNotEmptyFile();
      assertHoldsNoValue(files());
    }
    assertHoldsNoValue(files());
  }

  @Test
  void columnsOfPostgresqlHoldNoValue() {
    try (TestDatabase database = TestDatabase.postgresql()) {
      liveThrough(database.database());

      assertHoldsNoValue(columns(database.database()));
    }
  }

  /** Makes, changes, swaps, journals in every state, and quarantines. */
  private static void liveThrough(Database database) {
    ValueCipher cipher = new ValueCipher(MasterKey.generate());
    InstantSource clock = InstantSource.fixed(NOW);
    Registry registry =
        new Registry(
            database,
            cipher,
            DataSourceRules.DEFAULT,
            new ConnectionTests(
                kind -> (config, deadline) -> new TestResult.Refused("no"),
                new TestSlots(1, kind -> 1),
                Duration.ofSeconds(1),
                () -> 0),
            clock,
            () -> UUID.randomUUID().toString(),
            (connection, fence) -> true);
    Map<String, ConfigValue> config = new TreeMap<>();
    for (String key : List.of("PGHOST", "PGDATABASE", "PGUSER", "PGPASSWORD", "OTHER")) {
      config.put(key, literal(MARKER + key));
    }
    registry.create(BINDING.dataSource(), Kind.POSTGRESQL, config, ACTOR);
    DataSource created = registry.list("prod").getFirst();
    registry.update(
        "prod", created.id(), Optional.empty(), Map.of("OTHER", literal(MARKER)), ACTOR);
    KeySwap swap =
        new KeySwap(
            "PGPASSWORD",
            Optional.of(Secret.of(MARKER + "PGPASSWORD")),
            Optional.of(Secret.of(MARKER + "new")));
    registry.swap(
        BINDING.dataSource(), List.of(swap), SwapPolicy.ALL_OR_NOTHING, new Fence("r1", 1));

    JdbcJournal journal =
        new JdbcJournal(
            database, cipher, Leases.ALONE, "w1", () -> "follows", outbox(database)::write);
    byte[] body = ("{" + MARKER).getBytes(StandardCharsets.UTF_8);
    journal.record(
        List.of(request("r1", BINDING, event("e1")), request("r2", binding("b"), event("e1"))),
        List.of(
            new Quarantined(
                "q1",
                "kafka",
                "t/0@1",
                Delivery.Undecodable.of("unknown", "No JSON.", Attributes.NONE, body),
                NOW)));
    move(journal, "r1", new Prepared(carrying(swap), "Journalled."));
    move(journal, "r2", new Prepared(carrying(swap), "Journalled."));
    move(journal, "r2", new Committed(carrying(swap).carried(), "Passed."));
    assertThat(outbox(database).list("prod", Outbox.State.PENDING, Optional.empty(), 9))
        .as("what is told of it")
        .hasSize(1);
  }

  private static JdbcOutbox outbox(Database database) {
    return new JdbcOutbox(
        database,
        new CloudEvents("/rekey"),
        List.of(News.endpoint("all")),
        new EndpointLeases("w1", Optional.empty()));
  }

  private static Candidate carrying(KeySwap swap) {
    return new Candidate(version("v1"), Optional.of(Kind.POSTGRESQL), new ChangeSet(List.of(swap)));
  }

  private static ConfigValue literal(String value) {
    return new ConfigValue.Literal(Secret.of(value));
  }

  private static void move(JdbcJournal journal, String id, RotationState state) {
    Rotation next = journal.find(id).orElseThrow().moved(state, NOW);
    assertThat(journal.append(Rotations.move(next))).isInstanceOf(Appended.Written.class);
  }

  /** Looks for a name too, so that looking is known to find things. */
  private static void assertHoldsNoValue(String content) {
    assertThat(content.contains("watched_source")).as("holds the name").isTrue();
    assertThat(content.contains(MARKER)).as("holds a value").isFalse();
  }

  private String files() throws IOException {
    StringBuilder content = new StringBuilder();
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        content.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return content.toString();
  }

  private static String columns(Database database) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (String table : TestDatabase.TABLES) {
      boolean read =
          database.read(
              connection -> {
                Sql.each(connection, "SELECT * FROM " + table, row -> append(row, content));
                return true;
              });
      assertThat(read).isTrue();
    }
    return content.toString(StandardCharsets.ISO_8859_1);
  }

  private static void append(ResultSet row, ByteArrayOutputStream content) throws SQLException {
    for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
      byte[] bytes = row.getBytes(column);
      try {
        content.write(bytes == null ? new byte[0] : bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
