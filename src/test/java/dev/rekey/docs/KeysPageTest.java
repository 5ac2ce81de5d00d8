package dev.rekey.docs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeysPageTest {
  @Test
  void pageSaysWhatTheCatalogueSays() {
    assertThat(KeysPage.FILE).as("`make docs` writes it").hasContent(KeysPage.text());
  }
}
