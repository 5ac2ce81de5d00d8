package dev.rekey.connector.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeSessionTest {
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  @Test
  void loginIsWhatTheSpecificationSays() throws Exception {
    byte[] hello =
        new Packet().number(0).string("ClickHouse").number(25).number(8).number(54_479).bytes();

    session(hello).login("default", Secret.of("pä"));

    assertThat(sent.toByteArray())
        .isEqualTo(
            new Packet()
                .number(0)
                .string("rekey")
                .number(1)
                .number(0)
                .number(54_031)
                .string("")
                .string("default")
                .string("pä")
                .bytes());
  }

  @Test
  void queryIsFollowedByAnEmptyBlock() throws Exception {
    session(new Packet().number(5).bytes()).query("SELECT 1");

    assertThat(sent.toByteArray())
        .isEqualTo(
            new Packet()
                .number(1)
                .string("")
                .string("")
                .number(2)
                .number(0)
                .string("SELECT 1")
                .number(2)
                .block(0, 0)
                .bytes());
  }

  @Test
  void answerThatIsCutIsNoAnswer() {
    byte[] half = new Packet().number(0).number(10).raw('C', 'l').bytes();

    assertThatThrownBy(() -> session(half).login("default", Secret.of("")))
        .isInstanceOf(EOFException.class);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "orders, `orders`",
        "a`b, `a\\`b`",
        "a\\, `a\\\\`",
        "a\\`, `a\\\\\\``",
        "a'b, `a'b`"
      })
  void identifierIsQuoted(String identifier, String quoted) {
    assertThat(NativeSession.quoted(identifier)).isEqualTo(quoted);
  }

  private NativeSession session(byte[] answers) {
    return new NativeSession(new ByteArrayInputStream(answers), sent);
  }
}
