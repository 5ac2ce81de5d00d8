package dev.rekey.ops.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.datasource.Kind;
import dev.rekey.event.EventSource;
import dev.rekey.ops.SecretProblems;
import dev.rekey.ops.TestsUnderWay;
import dev.rekey.ops.health.ComponentHealth.Status;
import dev.rekey.secret.FetchResult;
import dev.rekey.secret.SecretRef;
import dev.rekey.testing.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ComponentsTest {
  private static final Instant START = Instant.parse("2026-11-30T12:00:00Z");
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final ManualClock clock = new ManualClock(START);
  private final Components components = new Components(clock);
  private Optional<Instant> polled = Optional.empty();
  private Optional<String> problem = Optional.empty();

  private final class Source implements EventSource {
    @Override
    public String name() {
      return "kafka";
    }

    @Override
    public String place() {
      return "rotations";
    }

    @Override
    public void start() {}

    @Override
    public Optional<Instant> lastPolled() {
      return polled;
    }

    @Override
    public Duration pollInterval() {
      return INTERVAL;
    }

    @Override
    public Optional<String> problem() {
      return problem;
    }

    @Override
    public void close() {}
  }

  private ComponentHealth source() {
    return components.events(new Source()).check().get();
  }

  @Test
  void aSourceIsLostAfterThreeIntervalsAndBackWithItsNextPoll() {
    clock.advance(INTERVAL.multipliedBy(3));
    ComponentHealth late = source();
    clock.advance(Duration.ofSeconds(1));
    ComponentHealth lost = source();
    polled = Optional.of(clock.instant());
    ComponentHealth back = source();

    assertThat(late.status()).isEqualTo(Status.UP);
    assertThat(lost.status()).isEqualTo(Status.DOWN);
    assertThat(lost.facts()).containsEntry("lastPolled", "never").containsKey("problem");
    assertThat(back).isEqualTo(ComponentHealth.up().with("lastPolled", polled.get().toString()));
  }

  @Test
  void aSourceThatIsPolledAndComplainsIsReady() {
    polled = Optional.of(START);
    problem = Optional.of("allow sqs:DeleteMessage on it");

    assertThat(source().status()).isEqualTo(Status.WARNING);
    assertThat(source().facts()).containsEntry("problem", "allow sqs:DeleteMessage on it");
  }

  @Test
  void aSecretThatIsDeniedIsNamedInItsStoreAloneAndTheWorkerStaysReady() {
    SecretProblems problems = new SecretProblems();
    SecretRef secret = SecretRef.parse("aws-sm://eu-west-1/prod/orders");
    problems
        .watch(_ -> new FetchResult.Denied("allow secretsmanager:GetSecretValue"))
        .fetch(secret);

    ComponentHealth aws = Components.secrets("aws-sm", problems).check().get();
    ComponentHealth google = Components.secrets("gcp-sm", problems).check().get();

    assertThat(aws.status()).isEqualTo(Status.WARNING);
    assertThat(aws.facts()).containsEntry(secret.toString(), "allow secretsmanager:GetSecretValue");
    assertThat(google).isEqualTo(ComponentHealth.up());
  }

  @Test
  void aServerThatIsAwayIsToldAndTheWorkerStaysReady() {
    Component target =
        Components.target(
            "remote",
            () -> {
              throw new IllegalStateException("canary");
            });

    assertThat(target.check().get().status()).isEqualTo(Status.WARNING);
    assertThat(target.check().get().toString()).doesNotContain("canary");
  }

  @Test
  void whatIsToRunAtIntervalsIsDownWhenItDoesNot() {
    Component scheduler = components.scheduler(() -> polled, INTERVAL);
    clock.advance(Duration.ofSeconds(33));
    ComponentHealth late = scheduler.check().get();
    clock.advance(Duration.ofSeconds(1));

    assertThat(late.status()).isEqualTo(Status.UP);
    assertThat(scheduler.check().get().status()).isEqualTo(Status.DOWN);
  }

  @Test
  void aKindIsAPartOfItsOwnWhileItsTestsDoNotEnd() {
    AtomicLong nanos = new AtomicLong();
    TestsUnderWay tests = new TestsUnderWay(nanos::get);
    Runnable end = tests.begin(Kind.TRINO, Duration.ofSeconds(10));
    nanos.addAndGet(Duration.ofSeconds(15).toNanos());
    var inTime = Components.wedged(tests);
    nanos.addAndGet(1);
    var wedged = Components.wedged(tests);
    end.run();

    assertThat(inTime).isEmpty();
    assertThat(wedged).extracting(Component::name).containsExactly("connector TRINO");
    assertThat(Components.wedged(tests)).isEmpty();
  }
}
