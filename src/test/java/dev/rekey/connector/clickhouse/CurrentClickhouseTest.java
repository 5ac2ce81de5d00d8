package dev.rekey.connector.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.connector.ConnectorFixture;
import dev.rekey.connector.Setup;
import dev.rekey.connector.TestResult;
import dev.rekey.connector.TestResult.Misconfigured;
import dev.rekey.connector.TestResult.NotPermitted;
import dev.rekey.connector.TestResult.Passed;
import dev.rekey.connector.TestResult.Refused;
import dev.rekey.connector.TestResult.Unreachable;
import dev.rekey.testing.CannedServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What servers answer that are newer than the one of {@link ClickhouseConnectorTest}, and what
 * others than ClickHouse answer.
 */
class CurrentClickhouseTest {
  /** Of version 25.8, with the revision of its protocol. */
  private static final byte[] HELLO =
      new Packet().number(0).string("ClickHouse").number(25).number(8).number(54_479).bytes();

  private static final byte[] END_OF_STREAM = new Packet().number(5).bytes();

  /** An empty block with the names of the columns, the value, the end; in between, the rest. */
  private static final byte[] ONE =
      new Packet()
          .number(1)
          .block(1, 0)
          .number(1)
          .block(1, 1)
          .raw(1)
          .number(6) // profile: rows, blocks, bytes, limit
          .number(1)
          .number(1)
          .number(4104)
          .raw(0)
          .number(0)
          .raw(0)
          .number(3) // progress: rows, bytes, rows in all
          .number(1)
          .number(1)
          .number(0)
          .number(1)
          .block(0, 0)
          .number(5)
          .bytes();

  @Test
  void resultIsReadToItsEnd() {
    assertThat(test(HELLO, END_OF_STREAM, ONE)).isInstanceOf(Passed.class);
  }

  @Test
  void totalsAndExtremesAreReadToo() {
    byte[] result =
        new Packet()
            .number(7)
            .block(1, 1)
            .raw(1)
            .number(8)
            .block(1, 2)
            .raw(1)
            .raw(1)
            .number(5)
            .bytes();

    assertThat(test(HELLO, END_OF_STREAM, result)).isInstanceOf(Passed.class);
  }

  @Test
  void failedAuthenticationIsRefused() {
    TestResult result = test(exception(516));

    assertThat(result).isInstanceOf(Refused.class);
    assertThat(result.message()).contains("(code 516)");
  }

  @Test
  void missingGrantIsNotPermitted() {
    assertThat(test(HELLO, exception(497))).isInstanceOf(NotPermitted.class);
  }

  @Test
  void unknownDatabaseIsNamed() {
    assertMisconfigured(test(HELLO, exception(81)), "CLICKHOUSE_DATABASE");
  }

  @Test
  void tooManyQueriesAreNoRefusal() {
    assertThat(test(HELLO, END_OF_STREAM, exception(202))).isInstanceOf(Unreachable.class);
  }

  @Test
  void portOfTlsIsNamedWhenThereShouldBeNone() {
    byte[] alert = {21, 3, 3, 0, 2, 2, 10};

    assertMisconfigured(test(alert), "CLICKHOUSE_USE_TLS");
  }

  @Test
  void portOfHttpIsNamed() {
    assertMisconfigured(test(ascii("HTTP/1.0 400 Bad Request\r\n\r\n")), "CLICKHOUSE_TCP_PORT");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Hello", "SSH-2.0-OpenSSH_9.2\r\n", "H", "\u0000", ""})
  void serverOfAnotherKindIsUnreachable(String answer) {
    assertThat(test(ascii(answer))).isInstanceOf(Unreachable.class);
  }

  @Test
  void lengthThatCannotBeIsNotBelieved() {
    byte[] longName = new Packet().number(0).number(Long.MAX_VALUE).bytes();
    byte[] negativeName =
        new Packet().number(0).raw(255, 255, 255, 255, 255, 255, 255, 255, 255, 1).bytes();
    byte[] manyRows = new Packet().number(1).block(1, Integer.MAX_VALUE).bytes();
    byte[] manyColumns = new Packet().number(1).block(100_000, 1).bytes();
    byte[] endlessNumber = new byte[1_000];
    Arrays.fill(endlessNumber, (byte) 0xff);

    assertThat(test(longName)).isInstanceOf(Unreachable.class);
    assertThat(test(negativeName)).isInstanceOf(Unreachable.class);
    assertThat(test(HELLO, END_OF_STREAM, manyRows)).isInstanceOf(Unreachable.class);
    assertThat(test(HELLO, END_OF_STREAM, manyColumns)).isInstanceOf(Unreachable.class);
    assertThat(test(endlessNumber)).isInstanceOf(Unreachable.class);
  }

  @Test
  void packetThatWasNotAskedForIsUnreachable() {
    assertThat(test(HELLO, new Packet().number(14).bytes())).isInstanceOf(Unreachable.class);
  }

  @Test
  void resultOfAnotherTypeIsUnreachable() {
    byte[] result = new Packet().number(1).block("String", 1, 1).string("1").number(5).bytes();

    assertThat(test(HELLO, END_OF_STREAM, result)).isInstanceOf(Unreachable.class);
  }

  private static TestResult test(byte[]... answers) {
    try (var server = new CannedServer(answers)) {
      var config =
          Map.of(
              "CLICKHOUSE_HOST", "127.0.0.1",
              "CLICKHOUSE_TCP_PORT", Integer.toString(server.port()),
              "CLICKHOUSE_DATABASE", "orders",
              "CLICKHOUSE_USE_TLS", "no");
      TestResult result =
          new Setup(new ClickhouseConnector(ConnectorFixture.OPEN), config)
              .test(Duration.ofSeconds(20));
      assertThat(result.message()).doesNotContain(ConnectorFixture.CANARY);
      return result;
    }
  }

  private static void assertMisconfigured(TestResult result, String key) {
    assertThat(result)
        .isInstanceOfSatisfying(
            Misconfigured.class, outcome -> assertThat(outcome.key()).isEqualTo(key));
  }

  /** With a text that must be seen nowhere. */
  private static byte[] exception(int code) {
    return new Packet()
        .number(2)
        .raw(code & 0xff, code >> 8, 0, 0)
        .string("DB::Exception")
        .string("DB::Exception: " + ConnectorFixture.CANARY)
        .string("0. stack trace")
        .raw(0)
        .bytes();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
