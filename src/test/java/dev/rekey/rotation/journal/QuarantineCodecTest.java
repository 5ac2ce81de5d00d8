package dev.rekey.rotation.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rekey.event.Attributes;
import dev.rekey.event.Delivery.Undecodable;
import dev.rekey.secret.Secret;
import dev.rekey.store.MasterKey;
import dev.rekey.store.StoreException;
import dev.rekey.store.ValueCipher;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuarantineCodecTest {
  private static final byte[] BODY = {0, -1, 'b'};
  private static final Attributes ATTRIBUTES =
      Attributes.of(
          Map.of("ce_id", "1".getBytes(UTF_8), "ce_\u00fc", new byte[] {-1, 0}, "e", new byte[0]));

  private final ValueCipher cipher = new ValueCipher(MasterKey.generate());
  private final QuarantineCodec codec = new QuarantineCodec(cipher);

  static List<Undecodable> messages() {
    return List.of(
        new Undecodable("unknown", "No JSON.", ATTRIBUTES, BODY, false),
        new Undecodable("foreign", "No JSON.", ATTRIBUTES, BODY, true),
        new Undecodable("unknown", "No JSON.", Attributes.NONE, new byte[0], false),
        new Undecodable("unknown", "No JSON.", Attributes.NONE, new byte[0], true));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aMessageOpensAsItWasSealed(Undecodable message) {
    byte[] sealed = codec.seal("q1", message);

    Undecodable opened = codec.open("q1", message.type(), message.reason(), sealed);

    assertThat(opened).usingRecursiveComparison().isEqualTo(message);
  }

  @Test
  void aBodyThatWasSealedByItselfOpensWithoutAttributes() {
    byte[] sealed = cipher.seal(Secret.of(BODY), "quarantine/q1");

    Undecodable opened = codec.open("q1", "unknown", "No JSON.", sealed);

    assertThat(opened)
        .usingRecursiveComparison()
        .isEqualTo(new Undecodable("unknown", "No JSON.", Attributes.NONE, BODY, false));
  }

  @Test
  void aBodyThatWasSealedByItselfAtTheLimitMayHaveBeenCut() {
    byte[] sealed = cipher.seal(Secret.of(new byte[Undecodable.MAX_BODY]), "quarantine/q1");

    assertThat(codec.open("q1", "unknown", "No JSON.", sealed).cut()).isTrue();
  }

  @Test
  void aBodyThatWasSealedByItselfIsNotTakenForAMessage() {
    byte[] looksLikeAMessage = {0, 0, 0, 2, -1, -1, -1, -1, 0, 0, 0, 0};
    byte[] sealed = cipher.seal(Secret.of(looksLikeAMessage), "quarantine/q1");

    assertThat(codec.open("q1", "unknown", "No JSON.", sealed).body()).isEqualTo(looksLikeAMessage);
  }

  @Test
  void aMessageOfAnotherRowDoesNotOpen() {
    byte[] sealed = codec.seal("q1", messages().getFirst());

    assertThatThrownBy(() -> codec.open("q2", "unknown", "No JSON.", sealed))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("quarantine/q2");
  }

  @Test
  void nothingOfTheMessageIsInWhatIsSealed() {
    byte[] sealed =
        codec.seal(
            "q1",
            new Undecodable(
                "unknown",
                "No JSON.",
                Attributes.of(Map.of("canary-name", "canary-value".getBytes(UTF_8))),
                "canary-body".getBytes(UTF_8),
                false));

    assertThat(new String(sealed, UTF_8)).doesNotContain("canary");
  }
}
