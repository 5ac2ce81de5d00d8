package dev.rekey.connector.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.connector.support.InvalidConfigException;
import dev.rekey.secret.Secret;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrinoSpecTest {
  @Test
  void hostAndUserAreEnough() {
    TrinoSpec spec = TrinoSpec.of(config(Map.of()));

    assertThat(spec.statements()).hasToString("http://trino.example:8080/v1/statement");
    assertThat(spec.source()).isEqualTo("rekey");
    assertThat(spec.password()).isEmpty();
    assertThat(spec.catalog()).isEmpty();
    assertThat(spec.schema()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', '', http://trino.example:8080",
    "'', 8443, '', http://trino.example:8443",
    "'', 443, '', https://trino.example:443",
    "right, '', '', https://trino.example:443",
    "right, 8443, '', https://trino.example:8443",
    "'', '', https, https://trino.example:443",
    "'', 443, http, http://trino.example:443",
    "'', 8443, https, https://trino.example:8443"
  })
  void protocolAndPortFollowFromEachOther(
      String password, String port, String scheme, String server) {
    var arguments =
        scheme.isEmpty() ? "" : "{\"connect_args\": {\"http_scheme\": \"%s\"}}".formatted(scheme);

    TrinoSpec spec =
        TrinoSpec.of(
            config(
                Map.of(
                    "TRINO_PASSWORD", password,
                    "TRINO_PORT", port,
                    "ENGINE_ARGUMENTS", arguments)));

    assertThat(spec.statements()).hasToString(server + "/v1/statement");
  }

  @Test
  void addressOfVersionSixIsAHost() {
    assertThat(TrinoSpec.of(config(Map.of("TRINO_HOST", "::1"))).statements())
        .hasToString("http://[::1]:8080/v1/statement");
  }

  @ParameterizedTest
  @ValueSource(strings = {"under_score", "two..dots", "-dash"})
  void hostThatNoUrlCanHaveIsNamed(String host) {
    assertThatThrownBy(() -> TrinoSpec.of(config(Map.of("TRINO_HOST", host))))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("TRINO_HOST ");
  }

  @Test
  void nameWithAColonCanHaveNoPassword() {
    Map<String, Secret> config = config(Map.of("TRINO_USER", "a:b"));
    assertThat(TrinoSpec.of(config).user()).isEqualTo("a:b");

    config.put("TRINO_PASSWORD", Secret.of("right"));

    assertThatThrownBy(() -> TrinoSpec.of(config))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("TRINO_USER ");
  }

  @Test
  void sourceIsWhatTheArgumentsSay() {
    var arguments = "{\"connect_args\": {\"source\": \"%s\"}}";

    assertThat(TrinoSpec.of(config(Map.of("ENGINE_ARGUMENTS", arguments.formatted("chalk")))))
        .extracting(TrinoSpec::source)
        .isEqualTo("chalk");
    assertThatThrownBy(
            () -> TrinoSpec.of(config(Map.of("ENGINE_ARGUMENTS", arguments.formatted("a\\r\\nb")))))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageStartingWith("ENGINE_ARGUMENTS ");
  }

  private static Map<String, Secret> config(Map<String, String> values) {
    var config = new HashMap<String, Secret>();
    config.put("TRINO_HOST", Secret.of("trino.example"));
    config.put("TRINO_USER", Secret.of("analyst"));
    values.forEach((key, value) -> config.put(key, Secret.of(value)));
    return config;
  }
}
