package dev.rekey.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.Kind;
import dev.rekey.testing.Eventually;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MeteredConnectorsTest {
  private final AtomicLong nanos = new AtomicLong();
  private final TestsUnderWay tests = new TestsUnderWay(nanos::get);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  private double gauge(String name, Kind kind) {
    return meters.get(name).tag("kind", kind.name()).gauge().value();
  }

  @Test
  void aTestThatDoesNotComeBackIsCountedForItsKindUntilItDoes() throws InterruptedException {
    tests.bindTo(meters);
    CountDownLatch hangs = new CountDownLatch(1);
    MeteredConnectors connectors =
        new MeteredConnectors(
            _ ->
                (_, _) -> {
                  try {
                    hangs.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  return new TestResult.TimedOut("at last");
                },
            meters,
            tests,
            nanos::get);
    Thread test =
        Thread.ofVirtual()
            .start(() -> connectors.of(Kind.TRINO).test(Map.of(), Duration.ofSeconds(10)));
    Eventually.get(
        Duration.ofSeconds(10),
        () -> "no test began",
        () -> Optional.of(tests.count(Kind.TRINO)).filter(count -> count == 1));

    nanos.addAndGet(Duration.ofSeconds(16).toNanos());

    assertThat(gauge("rekey.tests.wedged", Kind.TRINO)).isEqualTo(1);
    assertThat(gauge("rekey.tests.wedged", Kind.MYSQL)).isZero();
    hangs.countDown();
    test.join();
    assertThat(gauge("rekey.tests.wedged", Kind.TRINO)).isZero();
    assertThat(gauge("rekey.tests.under.way", Kind.TRINO)).isZero();
    assertThat(meters.get("rekey.tests").tag("result", "timed_out").counter().count()).isEqualTo(1);
  }
}
