package dev.rekey.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ValueCipherTest {
  private final ValueCipher cipher = new ValueCipher(MasterKey.generate());

  @Test
  void sealedValueOpensForItsRow() {
    byte[] sealed = cipher.seal(Secret.of("hunter2"), "row/1");

    assertThat(cipher.open(sealed, "row/1")).isEqualTo(Secret.of("hunter2"));
  }

  @Test
  void sealedBytesDoNotShowTheValue() {
    byte[] sealed = cipher.seal(Secret.of("hunter2"), "row/1");

    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("hunter2");
    assertThat(cipher.seal(Secret.of("hunter2"), "row/1")).isNotEqualTo(sealed);
  }

  @Test
  void valueMovedToAnotherRowDoesNotOpen() {
    byte[] sealed = cipher.seal(Secret.of("hunter2"), "row/1");

    assertThatThrownBy(() -> cipher.open(sealed, "row/2"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("row/2")
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void anotherMasterKeyDoesNotOpen() {
    byte[] sealed = new ValueCipher(MasterKey.generate()).seal(Secret.of("hunter2"), "row/1");

    assertThatThrownBy(() -> cipher.open(sealed, "row/1"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("row/1")
        .hasMessageContaining("another master key");
  }

  @Test
  void severalValuesOpenInOrderWithTheirGaps() {
    List<Optional<Secret>> values =
        List.of(
            Optional.of(Secret.of("")),
            Optional.empty(),
            Optional.of(Secret.of(new byte[] {0, -1, 13})));

    byte[] sealed = cipher.sealAll(values, "row/1");

    assertThat(cipher.openAll(sealed, "row/1")).isEqualTo(values);
    assertThatThrownBy(() -> cipher.openAll(sealed, "row/2")).isInstanceOf(StoreException.class);
  }
}
