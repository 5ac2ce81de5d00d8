package dev.rekey.event.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqsSettingsTest {
  @Test
  void noDeadlineEndsALongPoll() {
    SqsSettings settings = SqsSettings.DEFAULT;

    assertThat(settings.deadlines().silence()).isGreaterThan(settings.longPoll());
    assertThat(settings.deadlines().call()).isGreaterThan(settings.deadlines().silence());
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "64, 20, 43200"})
  void theLimitsAreOfTheRange(int receivers, long longPoll, long visibility) {
    SqsSettings settings = settings(receivers, longPoll, visibility);

    assertThat(settings.receivers()).isEqualTo(receivers);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 20, 60, receivers",
    "65, 20, 60, receivers",
    "4, 0, 60, long poll",
    "4, 21, 60, long poll",
    "4, 20, 0, visibility",
    "4, 20, 43201, visibility",
  })
  void whatIsOutOfRangeIsNamed(int receivers, long longPoll, long visibility, String named) {
    assertThatThrownBy(() -> settings(receivers, longPoll, visibility))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(named);
  }

  private static SqsSettings settings(int receivers, long longPoll, long visibility) {
    return new SqsSettings(receivers, Duration.ofSeconds(longPoll), Duration.ofSeconds(visibility));
  }
}
