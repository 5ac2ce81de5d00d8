package dev.rekey.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rekey.secret.Secret;
import dev.rekey.store.MasterKey;
import dev.rekey.store.ValueCipher;
import dev.rekey.testing.TempFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The calls of a rotation without Rekey, back to back on one thread: a secret of a file, a key
 * sealed in an SQLite file that stays open, a login at a real PostgreSQL, and inserts. Each commit
 * is durable, as those of Rekey's store are.
 */
final class BareRotations implements AutoCloseable {
  private static final String IDENTITY = "source/bare/password";

  /** The writes of Rekey's journal for a rotation that is committed; two states share one. */
  static final int INSERTS = 4;

  private final ObjectMapper json = new ObjectMapper();
  private final ValueCipher cipher = new ValueCipher(MasterKey.generate());
  private final Path folder = TempFolder.create("rekey-bare-");
  private final Path secret = folder.resolve("secret");
  private final TestedRole role = new TestedRole("bare_rotated");
  private final Connection database;
  private final PreparedStatement select;
  private final PreparedStatement update;
  private final PreparedStatement insert;

  /** How long the calls took, in nanoseconds. */
  record Times(long fetched, long written, long tested, long inserted) {
    long withoutInserts() {
      return fetched + written + tested;
    }

    long all() {
      return withoutInserts() + inserted;
    }
  }

  BareRotations() throws SQLException {
    database = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("bare.db"));
    try (Statement statement = database.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("CREATE TABLE source (id TEXT PRIMARY KEY, sealed BLOB NOT NULL)");
      statement.execute(
          "CREATE TABLE step (id INTEGER PRIMARY KEY, state TEXT, at INTEGER, detail TEXT)");
    }
    select = database.prepareStatement("SELECT sealed FROM source WHERE id = 'bare'");
    update = database.prepareStatement("UPDATE source SET sealed = ? WHERE id = 'bare'");
    insert = database.prepareStatement("INSERT INTO step (state, at, detail) VALUES (?, ?, ?)");
    try (PreparedStatement first =
        database.prepareStatement("INSERT INTO source (id, sealed) VALUES ('bare', ?)")) {
      first.setBytes(1, cipher.seal(Secret.of(role.password()), IDENTITY));
      int _ = first.executeUpdate();
    }
  }

  /** Changes the password, which is not measured, and carries it. */
  Times rotate() throws IOException, SQLException {
    Files.writeString(secret, role.change());
    long begin = System.nanoTime();
    JsonNode fetched = json.readTree(Files.readAllBytes(secret));
    long read = System.nanoTime();
    write(fetched.get("password").textValue());
    long written = System.nanoTime();
    BarePostgres.selectOne(
        role.jdbcUrl(), fetched.get("username").textValue(), fetched.get("password").textValue());
    long tested = System.nanoTime();
    for (int i = 0; i < INSERTS; i++) {
      insert();
    }
    return new Times(read - begin, written - read, tested - written, System.nanoTime() - tested);
  }

  private void write(String password) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      if (!row.next() || cipher.open(row.getBytes(1), IDENTITY).equals(Secret.of(password))) {
        throw new IllegalStateException("nothing to change");
      }
    }
    update.setBytes(1, cipher.seal(Secret.of(password), IDENTITY));
    if (update.executeUpdate() != 1) {
      throw new IllegalStateException("not written");
    }
  }

  private void insert() throws SQLException {
    insert.setString(1, "COMMITTED");
    insert.setLong(2, System.currentTimeMillis());
    insert.setString(3, "The new values work.");
    int _ = insert.executeUpdate();
  }

  @Override
  public void close() throws SQLException {
    database.close();
    TempFolder.delete(folder);
  }
}
