package dev.rekey.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TerraformFormatTest {
  @Test
  void everyFileIsFormatted() {
    try (var terraform = Terraform.onCopyOf("", Map.of())) {
      assertThat(terraform.run("", "fmt", "-check", "-recursive", "-diff", "-no-color")).isEmpty();
    }
  }
}
