package dev.rekey.datasource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigWarningTest {
  @Test
  void snowflakeWithoutAPlaceToUnloadToIsWarnedOf() {
    assertThat(ConfigWarning.of(Kind.SNOWFLAKE, Set.of("SNOWFLAKE_USER")))
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.code())
                  .isEqualTo(ConfigWarning.Code.SNOWFLAKE_UNLOAD_NOT_CONFIGURED);
              assertThat(warning.keys()).containsExactly("SNOWFLAKE_UNLOAD_STAGE");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"SNOWFLAKE_UNLOAD_STAGE", "SNOWFLAKE_UNLOAD_EXTERNAL_LOCATION"})
  void snowflakeWithAPlaceToUnloadToIsNot(String key) {
    assertThat(ConfigWarning.of(Kind.SNOWFLAKE, Set.of(key))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(value = Kind.class, names = "SNOWFLAKE", mode = Mode.EXCLUDE)
  void otherKindsAreNot(Kind kind) {
    assertThat(ConfigWarning.of(kind, Set.of())).isEmpty();
  }
}
