package dev.rekey.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.chalk.server.v1.IntegrationsServiceGrpc;
import com.chalk.server.v1.ListIntegrationsResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final FakeApi api =
      FakeApi.answering(
          IntegrationsServiceGrpc.getListIntegrationsMethod(),
          request -> ListIntegrationsResponse.getDefaultInstance());
  private final RekeyClient client = api.client().clock(now::get).build();

  @AfterEach
  void close() {
    client.close();
    api.close();
  }

  @Test
  void tokenIsKeptWhileMoreThanAMinuteIsLeft() {
    client.datasources().list();
    now.set(START.plusSeconds(3600 - 60));

    client.datasources().list();

    assertThat(api.exchanges()).isEqualTo(1);
  }

  @Test
  void tokenIsReplacedWhenLessThanAMinuteIsLeft() {
    client.datasources().list();
    now.set(START.plusSeconds(3600 - 59));

    client.datasources().list();

    assertThat(api.calls())
        .extracting(call -> call.header("authorization"))
        .containsExactly("Bearer token-1", "Bearer token-2");
  }

  @Test
  void manyCallersShareOneExchange() throws ExecutionException, InterruptedException {
    int callers = 16;
    var gate = new CountDownLatch(1);
    api.exchangeGate = gate;
    var started = new CountDownLatch(callers);
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var results =
          IntStream.range(0, callers)
              .mapToObj(
                  i ->
                      executor.submit(
                          () -> {
                            started.countDown();
                            return client.datasources().list();
                          }))
              .toList();
      started.await();
      Awaitility.await().until(() -> api.exchanges() == 1);

      gate.countDown();

      for (Future<?> result : results) {
        result.get();
      }
    }
    assertThat(api.exchanges()).isEqualTo(1);
    assertThat(api.calls()).hasSize(callers);
  }

  @Test
  void tokenThatTheServerForgotIsReplacedOnce() {
    client.datasources().list();
    api.refusedToken = "token-1";

    client.datasources().list();

    assertThat(api.calls())
        .extracting(call -> call.header("authorization"))
        .containsExactly("Bearer token-1", "Bearer token-1", "Bearer token-2");
  }

  @Test
  void serverThatTakesNoTokenAtAllIsAskedTwiceAndNoMore() {
    api.refusedToken = "token-";

    assertThatExceptionOfType(UnauthenticatedException.class)
        .isThrownBy(() -> client.datasources().list())
        .withMessageContaining("old token");

    assertThat(api.calls()).hasSize(2);
  }

  @Test
  void wrongSecretIsUnauthenticatedAndAskedAgainNextTime() {
    try (var stranger = api.client().clientSecret("guess").build()) {
      for (int attempt = 1; attempt <= 2; attempt++) {
        assertThatExceptionOfType(UnauthenticatedException.class)
            .isThrownBy(() -> stranger.datasources().list())
            .withMessageContaining("unknown client");
        assertThat(api.exchanges()).isEqualTo(attempt);
      }
    }
  }

  @Test
  void exchangeThatHangsEndsByTheDeadline() {
    api.exchangeGate = new CountDownLatch(1);
    try (var hasty = api.client().deadline(Duration.ofMillis(200)).build()) {
      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> hasty.datasources().list())
          .withMessageContaining("DEADLINE_EXCEEDED");
    }
  }
}
