package dev.rekey.ops.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.ops.health.ComponentHealth.Status;
import dev.rekey.testing.Concurrently;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ComponentChecksTest {
  private static final Duration LIMIT = Duration.ofMillis(50);

  private final AtomicLong nanos = new AtomicLong();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch never = new CountDownLatch(1);

  @AfterEach
  void stop() {
    never.countDown();
    threads.close();
  }

  private ComponentChecks checks(Component... components) {
    return new ComponentChecks(() -> List.of(components), LIMIT, nanos::get, threads);
  }

  private Component hanging(AtomicInteger asked) {
    return new Component(
        "hanging",
        () -> {
          asked.incrementAndGet();
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return ComponentHealth.up();
        });
  }

  @Test
  void aPartThatHangsIsDownAndIsAskedOnceHoweverManyWantToKnow() {
    AtomicInteger asked = new AtomicInteger();
    ComponentChecks checks = checks(hanging(asked), new Component("well", ComponentHealth::up));

    var all = checks.all();
    var _ = Concurrently.times(20, _ -> checks.of("hanging"));

    assertThat(all.get("hanging").status()).isEqualTo(Status.DOWN);
    assertThat(all.get("hanging").facts().get("problem")).contains("not answered");
    assertThat(all.get("well").isReady()).isTrue();
    assertThat(asked).hasValue(1);
  }

  @Test
  void whatACheckThrowsIsDownWithoutItsMessage() {
    ComponentChecks checks =
        checks(
            new Component(
                "broken",
                () -> {
                  throw new IllegalStateException("password=canary");
                }));

    ComponentHealth health = checks.of("broken");

    assertThat(health.status()).isEqualTo(Status.DOWN);
    assertThat(health.toString()).contains("IllegalStateException").doesNotContain("canary");
  }

  @Test
  void anAnswerIsGoodForAMoment() {
    AtomicInteger asked = new AtomicInteger();
    ComponentChecks checks =
        checks(
            new Component(
                "counted", () -> ComponentHealth.up().with("times", "" + asked.incrementAndGet())));
    checks.of("counted");
    ComponentHealth again = checks.of("counted");

    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    ComponentHealth later = checks.of("counted");

    assertThat(again.facts()).containsEntry("times", "1");
    assertThat(later.facts()).containsEntry("times", "2");
  }

  @Test
  void whatIsNotThereAnyMoreIsUp() {
    assertThat(checks().of("gone").isReady()).isTrue();
  }
}
