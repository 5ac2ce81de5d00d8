package dev.rekey.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiServerTest {
  @ParameterizedTest
  @CsvSource({
    "localhost:8080, localhost:8080, true",
    "127.0.0.1:8080, 127.0.0.1:8080, true",
    "localhost, localhost, true",
    "http://localhost:8080, localhost:8080, true",
    "http://127.0.0.1:8080/, 127.0.0.1:8080, true",
    "https://localhost:8443, localhost:8443, false",
    "api.example.com, api.example.com, false",
    "https://api.example.com, api.example.com, false",
    "http://api.example.com, api.example.com, false",
    "localhost.example.com:8080, localhost.example.com:8080, false",
    "127.0.0.1.example.com, 127.0.0.1.example.com, false",
  })
  void onlyThisMachineIsCalledInPlaintext(String text, String authority, boolean plaintext) {
    assertThat(ApiServer.parse(text)).isEqualTo(new ApiServer(authority, plaintext));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "https://", "http:///", "api.example.com/v1", "user@example.com"})
  void whatIsNoHostIsRefused(String text) {
    assertThatExceptionOfType(InvalidArgumentException.class)
        .isThrownBy(() -> ApiServer.parse(text))
        .withMessageContaining("api server");
  }
}
