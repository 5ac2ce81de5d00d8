package dev.rekey.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CliPageTest {
  @Test
  void pageSaysWhatTheCommandsSay() {
    assertThat(CliPage.FILE).as("`make docs` writes it").hasContent(CliPage.text());
  }

  @Test
  void nativeImageKnowsWhatPicocliSetsByReflection() {
    assertThat(Reachability.FILE).as("`make docs` writes it").hasContent(Reachability.text());
  }
}
