package dev.rekey.secret.directory;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyedDigestTest {
  /** Test case 2 of RFC 4231, the first half of its HMAC-SHA-256. */
  @Test
  void isHmacSha256CutToHalf() {
    KeyedDigest digest = KeyedDigest.hmacSha256("Jefe".getBytes(US_ASCII));

    String text = digest.of("what do ya want for nothing?".getBytes(US_ASCII));

    assertThat(text).isEqualTo("5bdcc146bf60754e6a042426089575c7");
  }

  /** Test case 1 of RFC 4231, the first half of its HMAC-SHA-256. */
  @Test
  void keysMayBeBinary() {
    KeyedDigest digest = KeyedDigest.hmacSha256(HexFormat.of().parseHex("0b".repeat(20)));

    String text = digest.of("Hi There".getBytes(US_ASCII));

    assertThat(text).isEqualTo("b0344c61d8db38535ca8afceaf0bf12b");
  }

  @Test
  void anEmptyKeyIsRefused() {
    assertThatThrownBy(() -> KeyedDigest.hmacSha256(new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
