package dev.rekey.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** There is no emulator to apply this module to. */
class GoogleModuleTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "examples/complete"})
  void configurationIsValid(String folder) {
    try (var terraform = Terraform.onCopyOf("google", Map.of())) {
      terraform.init(folder, "hashicorp/google");

      assertThat(terraform.run(folder, "validate", "-no-color")).contains("is valid");
    }
  }
}
