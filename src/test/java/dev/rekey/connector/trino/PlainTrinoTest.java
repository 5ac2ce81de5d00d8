package dev.rekey.connector.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rekey.connector.ConnectorFixture;
import dev.rekey.connector.Setup;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.TestResult.TimedOut;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.connector.TestResult.Verdict;
import dev.rekey.testing.CannedServer;
import dev.rekey.testing.FaultProxy;
import dev.rekey.testing.TrinoStandIn;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without TLS and passwords, as Trino is in a network of one's own. */
class PlainTrinoTest {
  private static final TrinoStandIn SERVER = TrinoStandIn.start();
  private static final Duration LONG = Duration.ofSeconds(20);

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @Test
  void userWithoutAPasswordPasses() {
    assertThat(at(SERVER.port()).test(LONG)).isInstanceOf(Passed.class);
  }

  @Test
  void sessionIsWhatTheConfigNames() {
    at(SERVER.port()).test(LONG);

    assertThat(SERVER.asked().getLast().headers())
        .containsEntry("x-trino-user", "analyst")
        .containsEntry("x-trino-catalog", "lake")
        .containsEntry("x-trino-schema", "orders")
        .containsEntry("x-trino-source", "rekey")
        .doesNotContainKey("authorization");
  }

  @Test
  void statementThatEndsIsNotCancelled() {
    int before = SERVER.cancelled();

    at(SERVER.port()).test(LONG);
    at(SERVER.port()).with("TRINO_CATALOG", "no_such").test(LONG);

    assertThat(SERVER.cancelled()).isEqualTo(before);
  }

  @Test
  void statementIsCancelledAtTheDeadline() {
    int before = SERVER.cancelled();
    try (var proxy = FaultProxy.to("127.0.0.1", SERVER.port())) {
      // Time for the first answer, and not for all of them.
      proxy.delay(Duration.ofMillis(300));

      assertThat(at(proxy.port()).test(Duration.ofMillis(1_400))).isInstanceOf(TimedOut.class);

      await().untilAsserted(() -> assertThat(SERVER.cancelled()).isEqualTo(before + 1));
      await().untilAsserted(() -> assertThat(proxy.openConnections()).isZero());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{\"id\":",
        "HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n",
        ""
      })
  void serverOfAnotherKindIsUnreachable(String answer) {
    try (var other = new CannedServer(answer.getBytes(StandardCharsets.US_ASCII))) {
      TestResult result = at(other.port()).test(LONG);

      assertThat(result).isInstanceOf(Unreachable.class);
    }
  }

  @Test
  void nobodyIsServedInTheOpenWherePasswordsAreAskedFor() {
    byte[] answer =
        "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    try (var other = new CannedServer(answer)) {
      assertThat(at(other.port()).test(LONG).verdict()).isEqualTo(Verdict.MISCONFIGURED);
    }
  }

  private static Setup at(int port) {
    return new Setup(
        new TrinoConnector(ConnectorFixture.OPEN),
        Map.of(
            "TRINO_HOST", "127.0.0.1",
            "TRINO_PORT", Integer.toString(port),
            "TRINO_CATALOG", "lake",
            "TRINO_SCHEMA", "orders",
            "TRINO_USER", "analyst"));
  }
}
