package dev.rekey.api.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeoutsTest {
  @ParameterizedTest
  @CsvSource({
    "1H, PT1H",
    "2M, PT2M",
    "3S, PT3S",
    "4m, PT0.004S",
    "5u, PT0.000005S",
    "6n, PT0.000000006S",
    "99999999S, PT27777H46M39S"
  })
  void digitsAndAUnitAreATimeout(String header, Duration expected) {
    assertThat(Timeouts.of(headers(header))).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "S", "123456789S", "-1S", "1.5S", "1s", "1 S"})
  void anythingElseIsNone(String header) {
    assertThat(Timeouts.of(headers(header))).isEmpty();
  }

  @Test
  void callWithoutTheHeaderHasNone() {
    assertThat(Timeouts.of(new Metadata())).isEmpty();
  }

  private static Metadata headers(String timeout) {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("grpc-timeout", Metadata.ASCII_STRING_MARSHALLER), timeout);
    return headers;
  }
}
