package dev.rekey.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallRatesTest {
  private final AtomicLong nanos = new AtomicLong();
  private final CallRates rates = new CallRates(10, nanos::get);

  private long takenOf(int calls, String client) {
    return IntStream.range(0, calls).filter(i -> rates.take(client)).count();
  }

  @Test
  void burstOfTwoSecondsIsTakenAndNoMore() {
    assertThat(takenOf(50, "ci")).isEqualTo(20);
  }

  @Test
  void eachSecondBringsItsCalls() {
    takenOf(50, "ci");

    nanos.addAndGet(1_000_000_000);

    assertThat(takenOf(50, "ci")).isEqualTo(10);
  }

  @Test
  void clientsDoNotTakeFromEachOther() {
    takenOf(50, "ci");

    assertThat(takenOf(50, "notebook")).isEqualTo(20);
  }
}
