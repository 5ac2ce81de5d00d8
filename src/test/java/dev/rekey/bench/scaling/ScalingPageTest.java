package dev.rekey.bench.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class ScalingPageTest {
  @Test
  void pageHasTheTablesOfTheModel() throws IOException {
    String page = Files.readString(ScalingPage.FILE);

    assertThat(page)
        .as("`make docs` writes them")
        .isEqualTo(ScalingPage.with(ScalingPage.tables(), page));
  }
}
