package dev.rekey.datasource;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.rekey.secret.Secret;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataSourceRulesTest {
  private final DataSourceRules rules = new DataSourceRules(8, 2);

  @ParameterizedTest
  @ValueSource(strings = {"a", "my_postgres_source", "_", "0", "A9_z"})
  void lettersDigitsAndUnderscoresMakeAName(String name) {
    assertThatCode(() -> rules.checkName(name)).doesNotThrowAnyException();
  }

  // Name rule
  @ParameterizedTest
  @ValueSource(strings = {"", "my-source", "my source", "naïve", "a.b", "a\n", "a/b"})
  void anythingElseIsNoName(String name) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> rules.checkName(name))
        .returns("name", InvalidFieldException::field);
  }

  @Test
  void nameOf128CharactersIsTheLongest() {
    assertThatCode(() -> rules.checkName("a".repeat(128))).doesNotThrowAnyException();
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> rules.checkName("a".repeat(129)))
        .withMessage("name: is longer than 128 characters");
  }

  @Test
  void valueOfTheLimitIsKeptAndOneByteMoreIsRefusedByKey() {
    assertThatCode(() -> rules.checkConfig(Map.of("KEY", literal("12345678"))))
        .doesNotThrowAnyException();
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> rules.checkConfig(Map.of("KEY", literal("1234567é"))))
        .withMessage("config.KEY: has 9 bytes; at most 8 are allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1KEY", "PG-HOST", "a b", "hunter2!"})
  void keyThatIsNoVariableNameIsRefusedWithoutRepeatingIt(String key) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> rules.checkConfig(Map.of(key, literal("x"))))
        .returns("config", InvalidFieldException::field)
        .withMessage(
            "config: has a key that is no variable name:"
                + " letters, digits and underscores, no digit first");
  }

  @Test
  void moreKeysThanAllowedAreRefusedWithTheirNumber() {
    Map<String, ConfigValue> config = new TreeMap<>();
    for (String key : new String[] {"A", "B", "C"}) {
      config.put(key, literal("x"));
    }

    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> rules.checkConfig(config))
        .withMessage("config: has 3 keys; at most 2 are allowed");
  }

  @Test
  void emptySecretIdIsRefusedByKey() {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> rules.checkConfig(Map.of("KEY", new ConfigValue.Reference(""))))
        .returns("config.KEY", InvalidFieldException::field);
  }

  private static ConfigValue literal(String value) {
    return new ConfigValue.Literal(Secret.of(value));
  }
}
