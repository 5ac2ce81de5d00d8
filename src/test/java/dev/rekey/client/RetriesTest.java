package dev.rekey.client;

import static com.chalk.server.v1.IntegrationsServiceGrpc.getDeleteIntegrationMethod;
import static com.chalk.server.v1.IntegrationsServiceGrpc.getListIntegrationsMethod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.chalk.server.v1.DeleteIntegrationResponse;
import com.chalk.server.v1.ListIntegrationsResponse;
import io.grpc.Deadline;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RetriesTest {
  private final List<Duration> waits = new ArrayList<>();
  private final Retries retries =
      new Retries(
          wait -> {
            waits.add(wait);
            return false;
          },
          new SplittableRandom(1));

  @Test
  void readIsMadeAgainUntilTheServerIsReached() {
    var tries = new AtomicInteger();
    try (var api =
            FakeApi.answering(
                getListIntegrationsMethod(),
                request -> {
                  if (tries.incrementAndGet() < 3) {
                    throw Status.UNAVAILABLE.asRuntimeException();
                  }
                  return ListIntegrationsResponse.getDefaultInstance();
                });
        var client = api.client().build()) {
      assertThat(client.datasources().list()).isEmpty();
    }
    assertThat(tries).hasValue(3);
  }

  @Test
  void writeIsMadeOnce() {
    var tries = new AtomicInteger();
    try (var api =
            FakeApi.answering(
                getDeleteIntegrationMethod(),
                request -> {
                  if (tries.incrementAndGet() < 3) {
                    throw Status.UNAVAILABLE.asRuntimeException();
                  }
                  return DeleteIntegrationResponse.getDefaultInstance();
                });
        var client = api.client().build()) {
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> client.datasources().delete("id-1"));
    }
    assertThat(tries).hasValue(1);
  }

  @Test
  void waitsGrowAndEndAfterFourTries() {
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> retries.untilReached(inSeconds(60), () -> fail(Status.UNAVAILABLE)));

    assertThat(waits).hasSize(3);
    for (int i = 0; i < waits.size(); i++) {
      assertThat(waits.get(i))
          .isBetween(Duration.ofMillis(100L << i), Duration.ofMillis(200L << i));
    }
  }

  @Test
  void serverThatDidNotAnswerInTimeIsNotAskedAgain() {
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(
            () -> retries.untilReached(inSeconds(60), () -> fail(Status.DEADLINE_EXCEEDED)));

    assertThat(waits).isEmpty();
  }

  @Test
  void refusalIsNotAskedAgain() {
    assertThatExceptionOfType(PermissionDeniedException.class)
        .isThrownBy(
            () -> retries.untilReached(inSeconds(60), () -> fail(Status.PERMISSION_DENIED)));

    assertThat(waits).isEmpty();
  }

  @Test
  void nothingIsWaitedForBeyondTheDeadline() {
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> retries.untilReached(inSeconds(0), () -> fail(Status.UNAVAILABLE)));

    assertThat(waits).isEmpty();
  }

  private static Deadline inSeconds(int seconds) {
    return Deadline.after(seconds, TimeUnit.SECONDS);
  }

  private static String fail(Status status) {
    throw RekeyException.of(status.asRuntimeException());
  }
}
