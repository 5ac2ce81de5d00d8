package dev.rekey.notification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.notification.CircuitBreaker.State;
import dev.rekey.rotation.Backoff;
import dev.rekey.rotation.Jitter;
import dev.rekey.testing.ManualClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
  private final ManualClock clock = new ManualClock(News.NOW);
  private final CircuitBreaker circuit =
      new CircuitBreaker(
          3,
          new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1)),
          new Jitter(() -> 0L),
          clock);

  @Test
  void someFailuresInARowOpenIt() {
    fail();
    fail();
    assertThat(circuit.state()).isEqualTo(State.CLOSED);

    fail();

    assertThat(circuit.state()).isEqualTo(State.OPEN);
    assertThat(circuit.blockedFor()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void anAnswerInBetweenStartsTheCountAnew() {
    fail();
    fail();
    circuit.answered();
    fail();
    fail();

    assertThat(circuit.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void eachFailedProbeDoublesTheWaitUpToTheLongest() {
    fail();
    fail();
    fail();
    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      assertThat(circuit.blockedFor()).isEqualTo(Duration.ofSeconds(seconds));
      clock.advance(Duration.ofSeconds(seconds));
      assertThat(circuit.state()).isEqualTo(State.HALF_OPEN);
      fail();
    }
  }

  @Test
  void aProbeThatIsAnsweredClosesIt() {
    fail();
    fail();
    fail();
    clock.advance(Duration.ofSeconds(1));

    circuit.answered();

    assertThat(circuit.state()).isEqualTo(State.CLOSED);
    fail();
    assertThat(circuit.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void whatWasUnderWayWhenItOpenedDoesNotProlongIt() {
    for (int i = 0; i < 8; i++) {
      fail();
    }

    assertThat(circuit.blockedFor()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void anEndpointThatSaysForHowLongIsBelievedAtOnceWithinReason() {
    circuit.failed(Optional.of(Duration.ofSeconds(90)));
    assertThat(circuit.blockedFor()).isEqualTo(Duration.ofSeconds(90));

    clock.advance(Duration.ofSeconds(90));
    circuit.failed(Optional.of(Duration.ofDays(3)));
    assertThat(circuit.blockedFor()).isEqualTo(Duration.ofMinutes(15));
  }

  private void fail() {
    circuit.failed(Optional.empty());
  }
}
