package dev.rekey.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.secret.Secret;
import dev.rekey.testing.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyFileTest {
  @TempDir private Path temporary;
  private Path folder;
  private Path file;
  private TestDatabase database;

  @BeforeEach
  void begin() throws IOException {
    folder = PrivateFiles.directory(temporary.resolve("data"));
    file = folder.resolve(KeyWrap.NONE.fileName());
    database = TestDatabase.sqlite(temporary.resolve("rekey.db"));
  }

  @AfterEach
  void end() {
    database.close();
  }

  private MasterKey load() throws IOException {
    return new MasterKeyFile(folder, KeyWrap.NONE, database.database()).load();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void firstStartMakesAKeyForItsOwnerAlone() throws IOException {
    MasterKey made = load();

    assertThat(mode(folder)).isEqualTo("rwx------");
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(Files.list(folder)).noneMatch(path -> path.toString().endsWith(".new"));
    byte[] sealed = new ValueCipher(made).seal(Secret.of("hunter2"), "row/1");
    assertThat(new ValueCipher(load()).open(sealed, "row/1")).isEqualTo(Secret.of("hunter2"));
  }

  @Test
  void fileThatOthersMayReadIsRefusedWithTheFix() throws IOException {
    load();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

    assertThatThrownBy(this::load)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("chmod 600 " + file);
  }

  @Test
  void missingKeyOfASealedDatabaseIsNotReplaced() throws IOException {
    Keysets keysets = new Keysets(database.database(), load());
    assertThat(keysets).isNotNull();
    Files.delete(file);

    assertThatThrownBy(this::load)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("missing")
        .hasMessageContaining(file.toString());
    assertThat(file).doesNotExist();
  }

  @Test
  void fileThatIsNoKeysetIsRefusedWithoutItsText() throws IOException {
    PrivateFiles.write(file, "{\"hunter2\": 1}".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(this::load)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file.toString())
        .hasMessageNotContaining("hunter2")
        .hasNoCause();
  }

  @Test
  void leftoverOfAStartThatDiedDoesNotHinder() throws IOException {
    Files.createFile(folder.resolve(KeyWrap.NONE.fileName() + ".new"));

    assertThat(load()).isNotNull();
    assertThat(file).exists();
  }

  /** Turns every bit; enough to be told from the key itself. */
  private static final class Turned implements KeyWrap {
    @Override
    public String fileName() {
      return "master.keyset.turned";
    }

    @Override
    public byte[] wrap(byte[] plain) {
      byte[] turned = plain.clone();
      for (int i = 0; i < turned.length; i++) {
        turned[i] = (byte) ~turned[i];
      }
      return turned;
    }

    @Override
    public byte[] unwrap(byte[] wrapped) {
      return wrap(wrapped);
    }
  }

  @Test
  void wrappedKeyLiesInItsFileAsItIsWrapped() throws IOException {
    MasterKeyFile wrapped = new MasterKeyFile(folder, new Turned(), database.database());

    MasterKey made = wrapped.load();

    byte[] sealed = new ValueCipher(made).seal(Secret.of("hunter2"), "row/1");
    assertThat(new ValueCipher(wrapped.load()).open(sealed, "row/1"))
        .isEqualTo(Secret.of("hunter2"));
    assertThat(
            new String(
                Files.readAllBytes(folder.resolve("master.keyset.turned")),
                StandardCharsets.ISO_8859_1))
        .doesNotContain("primaryKeyId");
    assertThat(file).doesNotExist();
  }
}
