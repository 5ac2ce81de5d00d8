package dev.rekey.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.tuple;

import dev.rekey.connector.TestResult;
import dev.rekey.datasource.DataSourceRef;
import dev.rekey.datasource.Kind;
import dev.rekey.rotation.Backoff;
import dev.rekey.rotation.Jitter;
import dev.rekey.sweep.Check;
import dev.rekey.sweep.Health;
import dev.rekey.sweep.Healths.Change;
import dev.rekey.sweep.SourceHealth;
import dev.rekey.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthNewsTest {
  private static final TestResult PASSED = new TestResult.Passed("It works.");
  private static final TestResult REFUSED = new TestResult.Refused("It refused the login.");

  private final FakeChannel channel = new FakeChannel();
  private final Outbox outbox = new InMemoryOutbox(List.of(News.endpoint("all")));
  private Instant now = News.NOW;
  private Health health = Health.unknown(now);

  @Test
  void comingIntoTroubleAndOutOfItAreToldOnce() throws InterruptedException {
    Courier courier = courier();
    HealthNews news = new HealthNews(new Notifications(List.of(courier), outbox, this::id));

    for (TestResult result : List.of(PASSED, REFUSED, REFUSED, PASSED, PASSED)) {
      news.tested(after(result));
    }
    courier.round();

    assertThat(channel.news())
        .extracting(Notification::type, Notification::detail)
        .containsExactly(
            tuple(NotificationType.DATASOURCE_UNHEALTHY, REFUSED.message()),
            tuple(NotificationType.DATASOURCE_RECOVERED, PASSED.message()));
  }

  @Test
  void storeThatDoesNotTakeItDoesNotEndTheSweep() {
    Notifications broken =
        new Notifications(
            List.of(courier()),
            outbox,
            () -> {
              throw new IllegalStateException("the store is away");
            });

    assertThatCode(() -> new HealthNews(broken).tested(after(REFUSED))).doesNotThrowAnyException();
  }

  private String id() {
    return "h-" + now.getEpochSecond();
  }

  private Change after(TestResult result) {
    now = now.plusSeconds(60);
    Health before = health;
    health = before.after(new Check(now, result.verdict(), Duration.ofMillis(3)), result.message());
    return new Change(
        before.state(),
        new SourceHealth("id", new DataSourceRef("prod", "shop"), Kind.POSTGRESQL, health));
  }

  private Courier courier() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(1));
    Jitter jitter = new Jitter(() -> 0L);
    ManualClock clock = new ManualClock(News.NOW.plusSeconds(3600));
    return new Courier(
        News.endpoint("all"),
        channel,
        outbox,
        new CircuitBreaker(3, backoff, jitter, clock),
        new Patience(backoff, jitter, 3, Duration.ofDays(7)),
        (name, pending, settlement) -> {},
        clock,
        Duration.ofSeconds(5));
  }
}
