package dev.rekey.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.jwt.JwtValidator;
import com.google.crypto.tink.jwt.RawJwt;
import dev.rekey.testing.Concurrently;
import dev.rekey.testing.TestDatabase;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysetsTest {
  private static final byte[] CONTENT = {1, 2, 3};

  private final MasterKey masterKey = MasterKey.generate();
  private TestDatabase database;

  @BeforeEach
  void begin(@TempDir Path folder) {
    database = TestDatabase.sqlite(folder.resolve("rekey.db"));
  }

  @AfterEach
  void end() {
    database.close();
  }

  private Keysets keysets() {
    return new Keysets(database.database(), masterKey);
  }

  @Test
  void keysOutliveAStart() throws GeneralSecurityException {
    String token =
        keysets()
            .tokenMac()
            .computeMacAndEncode(
                RawJwt.newBuilder().setSubject("client").withoutExpiration().build());
    byte[] digest = keysets().digestMac().computeMac(CONTENT);

    Keysets later = keysets();

    JwtValidator validator = JwtValidator.newBuilder().allowMissingExpiration().build();
    assertThat(later.tokenMac().verifyMacAndDecode(token, validator).getSubject())
        .isEqualTo("client");
    assertThat(later.digestMac().computeMac(CONTENT)).isEqualTo(digest);
  }

  @Test
  void workersThatStartTogetherHaveTheSameKeys() {
    List<Keysets> keysets = Concurrently.times(8, i -> keysets());

    assertThat(keysets)
        .allSatisfy(
            own ->
                assertThatCode(
                        () ->
                            own.digestMac()
                                .verifyMac(
                                    keysets.getFirst().digestMac().computeMac(CONTENT), CONTENT))
                    .doesNotThrowAnyException());
  }

  @Test
  void anotherMasterKeyIsRefused() {
    Keysets made = keysets();
    assertThat(made).isNotNull();

    assertThatThrownBy(() -> new Keysets(database.database(), MasterKey.generate()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("another master key");
  }
}
