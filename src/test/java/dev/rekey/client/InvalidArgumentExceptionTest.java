package dev.rekey.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvalidArgumentExceptionTest {
  @ParameterizedTest
  @CsvSource({
    "INVALID_ARGUMENT: name: is odd, name",
    "INVALID_ARGUMENT: config.PGHOST: is: odd, config.PGHOST",
    "api server: must be a host, api server",
    "INVALID_ARGUMENT: something is odd,",
    "INVALID_ARGUMENT: http://localhost is odd,",
  })
  void fieldIsWhatTheMessageBeginsWith(String message, String field) {
    assertThat(new InvalidArgumentException(message).field().orElse(null)).isEqualTo(field);
  }
}
