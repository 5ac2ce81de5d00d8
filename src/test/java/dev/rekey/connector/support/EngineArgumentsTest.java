package dev.rekey.connector.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineArgumentsTest {
  private static final String KEY = "ENGINE_ARGUMENTS";

  @Test
  void connectionArgumentIsReadAsText() {
    var arguments = read("{\"pool_size\": 5, \"connect_args\": {\"ssl_mode\": \"VERIFY_CA\"}}");

    assertThat(arguments.connect("ssl_mode")).contains("VERIFY_CA");
    assertThat(arguments.connect("timeout")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "{\"connect_args\": {}}", "{\"connect_args\": {\"timeout\": 3}}"})
  void whatIsNotThereIsEmpty(String json) {
    assertThat(read(json).connect("ssl_mode")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"creator\": \"canary\"}",
        "{\"canary\": 1}",
        "{\"connect_args\": {\"canary\": 1}}",
        "{\"connect_args\": {\"socketFactory\": \"canary\"}}",
        "{\"connect_args\": \"canary\"}",
        "[\"canary\"]",
        "\"canary\"",
        "canary",
        "{\"canary\"",
        "{\"connect_args\": {\"connect_args\": {}}}"
      })
  void anythingElseIsRefusedWithoutBeingRepeated(String json) {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> read(json))
        .withMessageStartingWith(KEY)
        .withMessageNotContaining("canary")
        .extracting(InvalidConfigException::outcome)
        .extracting(Misconfigured::key)
        .isEqualTo(KEY);
  }

  @Test
  void jsonThatIsDeeperThanAnyoneWritesIsRefused() {
    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> read("{\"a\":".repeat(5_000)));
  }

  @Test
  void argumentThatIsNoneOfAFewIsRefusedAndTheFewAreListed() {
    var arguments = read("{\"connect_args\": {\"ssl_mode\": \"canary\"}}");

    assertThatExceptionOfType(InvalidConfigException.class)
        .isThrownBy(() -> arguments.connectOneOf("ssl_mode", List.of("A", "B")))
        .withMessage(KEY + " has a ssl_mode in connect_args that is none of A, B");
  }

  private static EngineArguments read(String json) {
    return EngineArguments.of(
        new ConfigReader(Map.of(KEY, Secret.of(json))), KEY, Set.of("ssl_mode", "timeout"));
  }
}
