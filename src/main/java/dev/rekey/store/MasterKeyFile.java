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

/**
 * The master key in the data directory: a Tink keyset as JSON, for its owner alone, and wrapped
 * where there is something to wrap it in.
 */
public final class MasterKeyFile {
  private static final Logger LOGGER = Logger.getLogger(MasterKeyFile.class);

  /** Each finds one sealed row, at a cost that does not grow with history. */
  private static final List<String> SEALED_ROWS =
      List.of(
          "SELECT 1 FROM keyset LIMIT 1",
          "SELECT 1 FROM data_source_config WHERE sealed IS NOT NULL LIMIT 1",
          "SELECT 1 FROM environment_secret LIMIT 1",
          "SELECT 1 FROM quarantine LIMIT 1",
          "SELECT 1 FROM rotation WHERE is_open = 1 AND changes IS NOT NULL LIMIT 1");

  private final Path file;
  private final KeyWrap wrap;
  private final Database database;

  /**
   * @param dataDirectory is there already
   * @param database what the key opens
   */
  public MasterKeyFile(Path dataDirectory, KeyWrap wrap, Database database) {
    this.file = dataDirectory.resolve(wrap.fileName());
    this.wrap = wrap;
    this.database = database;
  }

  /**
   * Reads the master key; makes one on the first start.
   *
   * @throws StoreException when others may read the file, when it is no keyset, or when it is
   *     missing although the database holds sealed values; the message says what to do
   * @throws IOException when it cannot be read, or not be unwrapped
   */
  public MasterKey load() throws IOException {
    // Two workers with one directory must not both make a key: the later would replace the earlier.
    try (FileChannel channel =
            FileChannel.open(file.resolveSibling(wrap.fileName() + ".lock"), CREATE, WRITE);
        FileLock _ = channel.lock()) {
      if (!Files.exists(file)) {
        requireNothingSealed();
        write(MasterKey.generate());
        LOGGER.infof("master key created file=%s", file);
      }
    }
    if (PrivateFiles.isOpenToOthers(file)) {
      throw new StoreException("others may read the master key, run: chmod 600 " + file);
    }
    String json = new String(wrap.unwrap(Files.readAllBytes(file)), StandardCharsets.UTF_8);
    return MasterKey.parse(json, file.toString());
  }

  private void write(MasterKey key) throws IOException {
    PrivateFiles.write(file, wrap.wrap(key.toJson().getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Exchanges the master key, or goes on with an exchange that was broken off: at no moment is
   * there anything that the file does not open. Nothing but the keysets may be sealed with it, and
   * no other worker may have a file of its own.
   */
  void exchange(MasterKey masterKey) {
    try {
      if (masterKey.size() == 1) {
        MasterKey both = masterKey.withAnother();
        write(both);
        masterKey.become(both);
      }
      Keysets.sealAgain(database, masterKey);
      MasterKey first = masterKey.firstAlone();
      write(first);
      masterKey.become(first);
    } catch (IOException e) {
      throw new StoreException("the master key cannot be written to " + file, e);
    }
    LOGGER.infof("master key exchanged file=%s", file);
  }

  private void requireNothingSealed() {
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
