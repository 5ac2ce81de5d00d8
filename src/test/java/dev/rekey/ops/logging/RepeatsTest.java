package dev.rekey.ops.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.ops.logging.Repeats.LeftOut;
import dev.rekey.ops.logging.Repeats.Line;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RepeatsTest {
  private static final Line LINE = new Line("a", "WARN", "store failed error=%s");

  private final AtomicLong nanos = new AtomicLong();
  private final Repeats repeats = new Repeats(3, Duration.ofMinutes(1), nanos::get);

  @Test
  void whatIsSaidTooOftenIsCountedAndSummedUpOnce() {
    long said = IntStream.range(0, 10).filter(_ -> repeats.mayBeSaid(LINE)).count();
    var early = repeats.over();
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    var over = repeats.over();

    assertThat(said).isEqualTo(3);
    assertThat(early).isEmpty();
    assertThat(over).containsExactly(new LeftOut(LINE, 7));
    assertThat(repeats.over()).isEmpty();
    assertThat(repeats.mayBeSaid(LINE)).isTrue();
  }

  @Test
  void anotherLevelIsAnotherLine() {
    for (int i = 0; i < 5; i++) {
      boolean _ = repeats.mayBeSaid(LINE);
    }

    assertThat(repeats.mayBeSaid(LINE)).isFalse();
    assertThat(repeats.mayBeSaid(new Line("a", "ERROR", LINE.message()))).isTrue();
  }

  @Test
  void onlySoManyDifferentLinesAreRemembered() {
    for (int i = 0; i < 5_000; i++) {
      assertThat(repeats.mayBeSaid(new Line("a", "INFO", "message " + i))).isTrue();
    }
  }
}
