package dev.rekey.api.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretDigestTest {
  /**
   * By Python: {@code hashlib.pbkdf2_hmac("sha256", b"hunter2", b"0123456789abcdef", 100000)} in
   * Base64.
   */
  private static final String HASH =
      "pbkdf2-sha256$100000$MDEyMzQ1Njc4OWFiY2RlZg==$+wwwi9gM/eAJl7udbNFuJKYu39MDjh1mH7qtv6nNiFw=";

  @Test
  void secretIsKnownByItsHash() {
    SecretDigest digest = SecretDigest.ofHash(HASH);

    assertThat(digest.matches("hunter3")).isFalse();
    assertThat(digest.matches("hunter2")).isTrue();
    assertThat(digest.matches("hunter2")).isTrue();
    assertThat(digest.matches("hunter3")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hunter2",
        "pbkdf2-sha256$1000$MDEyMzQ1Njc4OWFiY2RlZg==$+wwwi9gM/eAJl7udbNFuJKYu39MDjh1mH7qtv6nNiFw=",
        "pbkdf2-sha256$100000$short$+wwwi9gM/eAJl7udbNFuJKYu39MDjh1mH7qtv6nNiFw=",
        "pbkdf2-sha512$100000$MDEyMzQ1Njc4OWFiY2RlZg==$+wwwi9gM/eAJl7udbNFuJKYu39MDjh1mH7qtv6nNiFw="
      })
  void textThatIsNoHashIsRefusedWithoutBeingRepeated(String text) {
    assertThatThrownBy(() -> SecretDigest.ofHash(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("hunter2");
  }

  @Test
  void neitherFormShowsAnything() {
    assertThat(SecretDigest.of("hunter2")).hasToString("[digest]");
    assertThat(SecretDigest.ofHash(HASH)).hasToString("[digest]");
  }
}
