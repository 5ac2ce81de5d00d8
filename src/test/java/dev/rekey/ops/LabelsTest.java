package dev.rekey.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LabelsTest {
  @Test
  void whatIsNewWhenThereIsNoRoomIsOther() {
    Labels labels = new Labels(2);

    assertThat(labels.bounded("a")).isEqualTo("a");
    assertThat(labels.bounded("x".repeat(65))).isEqualTo("other");
    assertThat(labels.bounded("b")).isEqualTo("b");
    assertThat(labels.bounded("c")).isEqualTo("other");
    assertThat(labels.bounded("a")).isEqualTo("a");
  }
}
