package dev.rekey.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.rekey.secret.Secret;
import dev.rekey.store.KeyRotation.MasterExchange;
import dev.rekey.store.KeyRotation.Progress;
import dev.rekey.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The keys of values are exchanged under their feet; nothing is ever unreadable. */
class KeyRotationTest {
  private static final int VALUES = 250;
  private static final Duration GRACE = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final SealedColumn COLUMN =
      new SealedColumn(
          "environment_secret",
          "sealed",
          List.of("id"),
          List.of(),
          row -> List.of(identity(row.getString("id"))));

  @TempDir private Path folder;

  private final List<AutoCloseable> open = new ArrayList<>();

  enum Kind {
    SQLITE,
    POSTGRESQL
  }

  private Database database(Kind kind) {
    TestDatabase made =
        switch (kind) {
          case SQLITE -> TestDatabase.sqlite(folder.resolve("rekey.db"));
          case POSTGRESQL -> TestDatabase.postgresql();
        };
    open.add(made);
    return made.database();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private static String identity(String id) {
    return "environment_secret/" + id;
  }

  private static void write(Database database, ValueCipher cipher, String id, String value) {
    int _ =
        database.write(
            connection ->
                Sql.update(
                    connection,
                    """
                    INSERT INTO environment_secret (id, environment, name, scope, sealed, updated_at)
                    VALUES (?, 'prod', ?, '', ?, 0)
                    ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed""",
                    id,
                    id,
                    cipher.seal(Secret.of(value), identity(id))));
  }

  private static void fill(Database database, ValueCipher cipher) {
    for (int i = 0; i < VALUES; i++) {
      write(database, cipher, "id-%04d".formatted(i), "canary-" + i);
    }
  }

  private static byte[] sealed(Database database, String id) {
    return database
        .read(
            connection ->
                Sql.find(
                    connection,
                    "SELECT sealed FROM environment_secret WHERE id = ?",
                    row -> row.getBytes("sealed"),
                    id))
        .orElseThrow();
  }

  private static void assertAllReadable(Database database, ValueCipher cipher) {
    for (int i = 0; i < VALUES; i++) {
      String id = "id-%04d".formatted(i);
      assertThat(cipher.open(sealed(database, id), identity(id)))
          .isEqualTo(Secret.of("canary-" + i));
    }
  }

  private KeyRotation rotation(Database database, ValueKeys keys, MasterExchange master) {
    KeyRotation rotation =
        new KeyRotation(
            database, keys, List.of(COLUMN), Duration.ZERO, master, wait -> Thread.sleep(1));
    open.add(rotation);
    return rotation;
  }

  private static MasterExchange noMaster(Database database, MasterKey masterKey) {
    return MasterExchange.byOperator(database, masterKey);
  }

  private static MasterKeyFile file(Path data, Database database) {
    return new MasterKeyFile(data, KeyWrap.NONE, database);
  }

  private static void awaitEnd(KeyRotation rotation) {
    await().atMost(PATIENCE).until(() -> !rotation.progress().running());
  }

  @ParameterizedTest
  @EnumSource
  void everyValueIsSealedWithANewKeyAndTheOldOneOpensNothing(Kind kind) {
    Database database = database(kind);
    MasterKey master = MasterKey.generate();
    ValueKeys keys = new ValueKeys(database, master);
    ValueCipher cipher = new ValueCipher(keys);
    fill(database, cipher);
    byte[] before = sealed(database, "id-0007");

    KeyRotation rotation = rotation(database, keys, noMaster(database, master));
    rotation.begin();
    awaitEnd(rotation);

    assertThat(rotation.progress()).isEqualTo(new Progress(false, VALUES, VALUES));
    assertAllReadable(database, cipher);
    assertAllReadable(database, new ValueCipher(new ValueKeys(database, master)));
    assertThat(keys.hasOlder()).isFalse();
    assertThatThrownBy(() -> cipher.open(before, identity("id-0007")))
        .isInstanceOf(StoreException.class)
        .hasMessageNotContaining("canary");
  }

  @ParameterizedTest
  @EnumSource
  void whatEarlierVersionsSealedWithTheMasterKeyIsSealedAgainToo(Kind kind) {
    Database database = database(kind);
    MasterKey master = MasterKey.generate();
    fill(database, new ValueCipher(master));
    ValueKeys keys = new ValueKeys(database, master);
    ValueCipher cipher = new ValueCipher(keys);
    assertAllReadable(database, cipher);

    KeyRotation rotation = rotation(database, keys, noMaster(database, master));
    rotation.begin();
    awaitEnd(rotation);

    assertAllReadable(database, cipher);
    assertThat(keys.isUnderTheFirst(sealed(database, "id-0007"))).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void whoWritesMeanwhileLosesNothing(Kind kind) throws InterruptedException {
    Database database = database(kind);
    MasterKey master = MasterKey.generate();
    ValueKeys keys = new ValueKeys(database, master);
    ValueCipher cipher = new ValueCipher(keys);
    fill(database, cipher);
    // Another worker, which does not look at the keys by itself: it ends within the grace.
    ValueCipher other = new ValueCipher(new ValueKeys(database, master));
    Thread elsewhere = writer(database, other, 0, "elsewhere-");
    Thread here = writer(database, cipher, 1, "here-");
    KeyRotation rotation =
        new KeyRotation(
            database,
            keys,
            List.of(COLUMN),
            GRACE,
            noMaster(database, master),
            wait -> {
              if (wait.equals(GRACE)) {
                elsewhere.join();
              }
            });
    open.add(rotation);

    elsewhere.start();
    here.start();
    rotation.begin();
    here.join();
    awaitEnd(rotation);

    for (int i = 0; i < VALUES; i++) {
      String id = "id-%04d".formatted(i);
      String expected = List.of("elsewhere-", "here-", "canary-").get(i % 3) + i;
      assertThat(other.open(sealed(database, id), identity(id))).isEqualTo(Secret.of(expected));
    }
  }

  private static Thread writer(Database database, ValueCipher cipher, int rest, String prefix) {
    return Thread.ofPlatform()
        .unstarted(
            () -> {
              for (int i = rest; i < VALUES; i += 3) {
                write(database, cipher, "id-%04d".formatted(i), prefix + i);
              }
            });
  }

  /** Lets a number of writes through, and none after. */
  private static final class BreakingDatabase implements Database {
    private final Database database;
    private final AtomicInteger left;

    BreakingDatabase(Database database, int writes) {
      this.database = database;
      this.left = new AtomicInteger(writes);
    }

    @Override
    public <T> T write(Work<T> work) {
      if (left.getAndDecrement() <= 0) {
        throw new StoreException("broken");
      }
      return database.write(work);
    }

    @Override
    public <T> T read(Work<T> work) {
      return database.read(work);
    }
  }

  @ParameterizedTest
  @EnumSource
  void brokenOffAfterAnyWriteItGoesOnWhereItWas(Kind kind) throws IOException {
    Database database = database(kind);
    MasterKey master = file(Files.createDirectory(folder.resolve("data")), database).load();
    fill(database, new ValueCipher(new ValueKeys(database, master)));
    Path data = folder.resolve("data");

    for (int writes = 1; writes < 8; writes++) {
      BreakingDatabase breaking = new BreakingDatabase(database, writes);
      ValueKeys keys = new ValueKeys(breaking, file(data, database).load());
      MasterKey held = file(data, database).load();
      try (KeyRotation rotation =
          new KeyRotation(
              breaking,
              keys,
              List.of(COLUMN),
              Duration.ZERO,
              MasterExchange.inFile(file(data, breaking), held),
              wait -> Thread.sleep(wait.toMillis()))) {
        rotation.begin();
        await()
            .atMost(PATIENCE)
            .until(() -> breaking.left.get() < 0 || !rotation.progress().running());
      }

      MasterKey again = file(data, database).load();
      ValueKeys after = new ValueKeys(database, again);
      assertAllReadable(database, new ValueCipher(after));
      KeyRotation resumed =
          rotation(database, after, MasterExchange.inFile(file(data, database), again));
      resumed.resume();
      awaitEnd(resumed);
      assertThat(after.hasOlder()).isFalse();
      assertThat(again.size()).isEqualTo(1);
      assertAllReadable(database, new ValueCipher(after));
    }
  }

  @Test
  void theMasterKeyOfAnOnlyWorkerIsExchangedToo() throws IOException {
    Database database = database(Kind.SQLITE);
    Path data = Files.createDirectory(folder.resolve("data"));
    MasterKey master = file(data, database).load();
    String before = Files.readString(data.resolve(KeyWrap.NONE.fileName()));
    ValueKeys keys = new ValueKeys(database, master);
    fill(database, new ValueCipher(keys));

    KeyRotation rotation =
        rotation(database, keys, MasterExchange.inFile(file(data, database), master));
    rotation.begin();
    awaitEnd(rotation);

    assertThat(Files.readString(data.resolve(KeyWrap.NONE.fileName()))).isNotEqualTo(before);
    assertAllReadable(
        database, new ValueCipher(new ValueKeys(database, file(data, database).load())));
    assertThatThrownBy(() -> new ValueKeys(database, MasterKey.parse(before, "the old file")))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void aSecondRotationAfterTheFirstWorksWithTheKeysThatAreHeld() throws IOException {
    Database database = database(Kind.SQLITE);
    Path data = Files.createDirectory(folder.resolve("data"));
    MasterKey master = file(data, database).load();
    ValueKeys keys = new ValueKeys(database, master);
    ValueCipher cipher = new ValueCipher(keys);
    fill(database, cipher);
    KeyRotation rotation =
        rotation(database, keys, MasterExchange.inFile(file(data, database), master));

    for (int i = 0; i < 2; i++) {
      rotation.begin();
      awaitEnd(rotation);
    }

    assertAllReadable(
        database, new ValueCipher(new ValueKeys(database, file(data, database).load())));
  }

  @Test
  void noValueLiesOpenInTheFileWhileItIsSealedAgain() throws IOException {
    Database database = database(Kind.SQLITE);
    MasterKey master = MasterKey.generate();
    ValueKeys keys = new ValueKeys(database, master);
    fill(database, new ValueCipher(keys));
    KeyRotation rotation = rotation(database, keys, noMaster(database, master));

    rotation.begin();
    awaitEnd(rotation);

    try (var files = Files.list(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("canary-");
      }
    }
  }
}
