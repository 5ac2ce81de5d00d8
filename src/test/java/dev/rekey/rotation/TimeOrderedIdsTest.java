package dev.rekey.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.testing.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {
  private final ManualClock clock = new ManualClock(Rotations.NOW);
  private final TimeOrderedIds ids = new TimeOrderedIds(clock, RandomGenerator.getDefault());

  @Test
  void idsOfOneMomentAreInTheOrderTheyWereMadeIn() {
    List<String> made = Stream.generate(ids).limit(5000).toList();

    assertThat(made).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void lowestLiesBetweenTheIdsBeforeATimeAndThoseFromItOn() {
    String before = ids.get();
    clock.advance(Duration.ofMillis(1));

    String lowest = TimeOrderedIds.leastAt(clock.instant());

    assertThat(lowest).isGreaterThan(before).isLessThan(ids.get()).hasSameSizeAs(before);
  }
}
