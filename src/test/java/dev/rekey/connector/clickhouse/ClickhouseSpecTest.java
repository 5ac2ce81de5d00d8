package dev.rekey.connector.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.secret.Secret;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClickhouseSpecTest {
  @Test
  void hostAloneIsEnough() {
    ClickhouseSpec spec = ClickhouseSpec.of(Map.of("CLICKHOUSE_HOST", Secret.of("ch.example")));

    assertThat(spec.at()).hasToString("ch.example:9440");
    assertThat(spec.tls()).isTrue();
    assertThat(spec.user()).isEqualTo("default");
    assertThat(spec.password()).isEqualTo(Secret.of(""));
    assertThat(spec.database()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 9440",
    "true, 9440",
    "Yes, 9440",
    "t, 9440",
    "Y, 9440",
    "0, 9000",
    "off, 9000",
    "on, 9000"
  })
  void portFollowsFromTls(String tls, int port) {
    var config = new HashMap<String, Secret>();
    config.put("CLICKHOUSE_HOST", Secret.of("ch.example"));
    config.put("CLICKHOUSE_USE_TLS", Secret.of(tls));

    assertThat(ClickhouseSpec.of(config).at().port()).isEqualTo(port);
  }
}
