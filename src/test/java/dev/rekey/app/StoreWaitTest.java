package dev.rekey.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreWaitTest {
  @ParameterizedTest
  @CsvSource({
    "08001, true",
    "08006, true",
    "57P03, true",
    "53300, true",
    ", true",
    "28P01, false",
    "3D000, false",
    "42501, false",
  })
  void onlyAStoreThatDoesNotAnswerIsWaitedFor(String state, boolean awaited) {
    RuntimeException failed =
        new IllegalStateException(new IllegalArgumentException(new SQLException("no", state)));

    assertThat(StoreWait.isAway(failed)).isEqualTo(awaited);
    assertThat(StoreWait.isAway(new IllegalStateException("no database at all"))).isFalse();
  }
}
