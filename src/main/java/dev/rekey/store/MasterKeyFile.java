package dev.rekey.store;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jboss.logging.Logger;

/** The master key in the data directory: a Tink keyset as JSON, for its owner alone. */
public final class MasterKeyFile {
  public static final String NAME = "master.keyset.json";

  private static final Logger LOGGER = Logger.getLogger(MasterKeyFile.class);

  /** Each finds one sealed row, at a cost that does not grow with history. */
  private static final List<String> SEALED_ROWS =
      List.of(
          "SELECT 1 FROM keyset LIMIT 1",
          "SELECT 1 FROM data_source_config WHERE sealed IS NOT NULL LIMIT 1",
          "SELECT 1 FROM environment_secret LIMIT 1",
          "SELECT 1 FROM quarantine LIMIT 1",
          "SELECT 1 FROM rotation WHERE is_open = 1 AND changes IS NOT NULL LIMIT 1");

  private MasterKeyFile() {}

  /**
   * Reads the master key; makes one on the first start.
   *
   * @param dataDirectory is there already
   * @param database what the key opens
   * @throws StoreException when others may read the file, when it is no keyset, or when it is
   *     missing although the database holds sealed values; the message says what to do
   */
  public static MasterKey load(Path dataDirectory, Database database) throws IOException {
    Path file = dataDirectory.resolve(NAME);
    // Two workers with one directory must not both make a key: the later would replace the earlier.
    try (FileChannel channel =
            FileChannel.open(dataDirectory.resolve(NAME + ".lock"), CREATE, WRITE);
        FileLock _ = channel.lock()) {
      if (!Files.exists(file)) {
        requireNothingSealed(database, file);
        PrivateFiles.write(file, MasterKey.generate().toJson().getBytes(StandardCharsets.UTF_8));
        LOGGER.infof("master key created file=%s", file);
      }
    }
    if (PrivateFiles.isOpenToOthers(file)) {
      throw new StoreException("others may read the master key, run: chmod 600 " + file);
    }
    return MasterKey.parse(Files.readString(file), file.toString());
  }

  /**
   * Exchanges the master key, or goes on with an exchange that was broken off: at no moment is
   * there anything that the file does not open. Nothing but the keysets may be sealed with it, and
   * no other worker may have a file of its own.
   */
  static void exchange(Path dataDirectory, Database database, MasterKey masterKey) {
    Path file = dataDirectory.resolve(NAME);
    try {
      if (masterKey.size() == 1) {
        masterKey.become(masterKey.withAnother());
        PrivateFiles.write(file, masterKey.toJson().getBytes(StandardCharsets.UTF_8));
      }
      Keysets.sealAgain(database, masterKey);
      MasterKey first = masterKey.firstAlone();
      PrivateFiles.write(file, first.toJson().getBytes(StandardCharsets.UTF_8));
      masterKey.become(first);
    } catch (IOException e) {
      throw new StoreException("the master key cannot be written to " + file, e);
    }
    LOGGER.infof("master key exchanged file=%s", file);
  }

  private static void requireNothingSealed(Database database, Path file) {
    boolean sealed =
        database.read(
            connection -> {
              for (String sql : SEALED_ROWS) {
                if (Sql.find(connection, sql, row -> true).isPresent()) {
                  return true;
                }
              }
              return false;
            });
    if (sealed) {
      throw new StoreException(
          "the master key is missing, and the database holds values that only it opens: put it back at "
              + file);
    }
  }
}
