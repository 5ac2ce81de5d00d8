package dev.rekey.connector.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.rekey.secret.Secret;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
  @Test
  void textIsKeptAsItIs() {
    assertThat(reader(" a\n").text("KEY")).contains(" a\n");
  }

  @Test
  void emptyValueCountsAsNone() {
    assertThat(reader("").text("KEY")).isEmpty();
    assertThat(reader("").port("KEY", 5432)).isEqualTo(5432);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "5432,5432", "65535,65535", "00080,80"})
  void portIsRead(String text, int port) {
    assertThat(reader(text).port("KEY", 9)).isEqualTo(port);
  }

  @ParameterizedTest
  @CsvSource({"true,true", "TRUE,true", "1,true", "Yes,true", "t,true", "y,true"})
  @CsvSource({"false,false", "0,false", "on,false", "2,false"})
  void flagIsRead(String text, boolean flag) {
    assertThat(reader(text).flag("KEY", !flag)).isEqualTo(flag);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "db",
        "db.example.com",
        "db.example.com.",
        "my_db-1",
        "127.0.0.1",
        "::1",
        "fe80::1"
      })
  void hostIsRead(String host) {
    assertThat(reader(host).requiredHost("KEY")).isEqualTo(host);
  }

  @Test
  void bytesThatAreNoTextAreNamedAndNotShown() {
    var reader = new ConfigReader(Map.of("KEY", Secret.of(new byte[] {'s', (byte) 0xC3, 'x'})));

    var problem = catchThrowableOfType(InvalidConfigException.class, () -> reader.text("KEY"));

    assertThat(problem.outcome().key()).isEqualTo("KEY");
    assertThat(problem.outcome().message()).isEqualTo("KEY is not UTF-8 text");
  }

  private static ConfigReader reader(String value) {
    return new ConfigReader(Map.of("KEY", Secret.of(value)));
  }
}
