package dev.rekey.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
  private final ManualClock clock = new ManualClock(Instant.parse("2026-01-01T12:00:00Z"));
  private final LoginThrottle throttle = new LoginThrottle(clock);

  private void fail(int times, String client, String address) {
    for (int i = 0; i < times; i++) {
      throttle.failed(client, address);
    }
  }

  @Test
  void theFirstFailuresAreFree() {
    fail(4, "ci", "192.0.2.1");

    assertThat(throttle.wait("ci", "192.0.2.1")).isEmpty();
  }

  @Test
  void furtherOnesDoubleTheWaitUpToAMinute() {
    fail(5, "ci", "192.0.2.1");
    assertThat(throttle.wait("ci", "192.0.2.1")).contains(Duration.ofSeconds(1));

    fail(1, "ci", "192.0.2.1");
    assertThat(throttle.wait("ci", "192.0.2.1")).contains(Duration.ofSeconds(2));

    fail(10, "ci", "192.0.2.1");
    assertThat(throttle.wait("ci", "192.0.2.1")).contains(Duration.ofMinutes(1));
  }

  @Test
  void theWaitEnds() {
    fail(5, "ci", "192.0.2.1");

    clock.advance(Duration.ofSeconds(1));

    assertThat(throttle.wait("ci", "192.0.2.1")).isEmpty();
  }

  @Test
  void aClientElsewhereDoesNotWaitForWhoGuessesItsSecret() {
    fail(50, "ci", "192.0.2.1");

    assertThat(throttle.wait("ci", "192.0.2.2")).isEmpty();
  }

  @Test
  void anAddressThatTriesManyIdsHasToWaitForAll() {
    for (int i = 0; i < 20; i++) {
      fail(1, "client-" + i, "192.0.2.1");
    }

    assertThat(throttle.wait("another", "192.0.2.1")).isPresent();
    assertThat(throttle.wait("another", "192.0.2.2")).isEmpty();
  }

  @Test
  void anotherAddressOfTheSameIpv6NetworkIsNoOtherAddress() {
    for (int i = 0; i < 20; i++) {
      fail(1, "ci", "2001:db8:0:1:0:0:0:" + Integer.toHexString(i));
    }

    assertThat(throttle.wait("ci", "2001:db8:0:1:ffff:0:0:1")).isPresent();
    assertThat(throttle.wait("another", "2001:db8:0:1:ffff:0:0:1")).isPresent();
    assertThat(throttle.wait("ci", "2001:db8:0:2:0:0:0:1")).isEmpty();
  }

  @Test
  void aRightSecretMakesUpForWrongOnes() {
    fail(4, "ci", "192.0.2.1");

    throttle.succeeded("ci", "192.0.2.1");
    fail(4, "ci", "192.0.2.1");

    assertThat(throttle.wait("ci", "192.0.2.1")).isEmpty();
  }

  @Test
  void whoHasBeenQuietBeginsAnew() {
    fail(12, "ci", "192.0.2.1");
    clock.advance(Duration.ofMinutes(3));

    fail(4, "ci", "192.0.2.1");

    assertThat(throttle.wait("ci", "192.0.2.1")).isEmpty();
  }

  @Test
  void whoIsRememberedIsBounded() {
    fail(50, "first", "192.0.2.1");

    for (int i = 0; i < 10_000; i++) {
      fail(1, "client-" + i, "198.51.100." + i);
    }

    assertThat(throttle.wait("first", "192.0.2.1")).isEmpty();
  }
}
