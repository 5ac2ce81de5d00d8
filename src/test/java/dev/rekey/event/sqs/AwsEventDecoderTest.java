package dev.rekey.event.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.event.Attributes;
import dev.rekey.event.CorpusFile;
import dev.rekey.event.Delivery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AwsEventDecoderTest {
  private static final String MARKER = "marker-of-the-body";

  /** All labels that a metric can get. */
  private static final Set<String> TYPES =
      Set.of(
          "unknown",
          "foreign",
          "subscription-confirmation",
          "other-event",
          "metadata",
          "failed-call",
          "secret-label-updated",
          "rotation-succeeded",
          "rotation-started",
          "rotation-failed",
          "rotation-abandoned",
          "start-secret-version-delete",
          "cancel-secret-version-delete",
          "end-secret-version-delete",
          "put-secret-value",
          "update-secret",
          "update-secret-version-stage",
          "rotate-secret",
          "delete-secret");

  private final AwsEventDecoder decoder = new AwsEventDecoder();

  static List<CorpusFile> corpus() {
    return CorpusFile.all("aws");
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void everyMessageBecomesWhatIsWrittenBesideIt(CorpusFile file) {
    Delivery.Content content = decode(file.message());

    assertThat(CorpusFile.told(content)).isEqualTo(file.expected());
  }

  @Test
  void thereAreMessagesOfEveryTypeAndContent() {
    assertThat(corpus())
        .extracting(file -> file.expected().get("content"))
        .contains("decoded", "noted", "ignored", "undecodable");
    assertThat(corpus()).extracting(file -> file.expected().get("type")).containsAll(TYPES);
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void whatIsKeptOfAMessageIsDecodedAsTheMessageWas(CorpusFile file) {
    if (decode(file.message()) instanceof Delivery.Undecodable kept) {

      Delivery.Content again = decoder.decode(kept.attributes(), kept.body());

      assertThat(kept.body()).isEqualTo(file.message());
      assertThat(CorpusFile.told(again)).isEqualTo(file.expected());
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void noReasonAndNoTypeQuotesTheMessage(CorpusFile file) {
    for (byte[] marked : marked(file.message())) {
      Map<String, String> told = CorpusFile.told(decode(marked));

      assertThat(TYPES).contains(told.get("type"));
      assertThat(told.getOrDefault("reason", "") + told.getOrDefault("text", ""))
          .doesNotContain(MARKER);
    }
  }

  @Test
  void theBodyOfTheQuarantineIsCut() {
    byte[] body = new byte[300_000];
    Arrays.fill(body, (byte) 'x');

    Delivery.Undecodable cut = (Delivery.Undecodable) decode(body);

    assertThat(cut.body()).hasSize(Delivery.Undecodable.MAX_BODY);
    assertThat(cut.cut()).isTrue();
  }

  @Test
  void deepNestingIsNotJsonThatWeRead() {
    byte[] deep = "{\"Message\":".repeat(100_000).getBytes(UTF_8);

    assertThat(CorpusFile.told(decode(deep))).containsEntry("reason", "body is not JSON");
  }

  @Test
  void noBytesMakeItThrow() {
    SplittableRandom random = new SplittableRandom(20261124);
    List<CorpusFile> corpus = corpus();
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);

      assertThat(decode(noise)).isInstanceOf(Delivery.Undecodable.class);
      byte[] message = corpus.get(random.nextInt(corpus.size())).message();
      assertThat(TYPES).contains(CorpusFile.told(decode(mutated(message, random))).get("type"));
    }
  }

  private Delivery.Content decode(byte[] body) {
    return decoder.decode(Attributes.NONE, body);
  }

  /** Sets a few bytes to others that JSON is made of, so that most of it stays JSON. */
  private static byte[] mutated(byte[] message, SplittableRandom random) {
    byte[] mutated = message.clone();
    byte[] others = "{}[]\":,0 nasA".getBytes(UTF_8);
    for (int i = 0; mutated.length > 0 && i < 1 + random.nextInt(3); i++) {
      mutated[random.nextInt(mutated.length)] = others[random.nextInt(others.length)];
    }
    return mutated;
  }

  /** With the marker in one text of the JSON at a time, and with the marker behind all of it. */
  private static List<byte[]> marked(byte[] message) {
    String text = new String(message, UTF_8);
    List<String> marked = new ArrayList<>(List.of(text + MARKER));
    for (int quote = text.indexOf('"'); quote >= 0; quote = text.indexOf('"', quote + 1)) {
      marked.add(text.substring(0, quote + 1) + MARKER + text.substring(quote + 1));
    }
    return marked.stream().map(each -> each.getBytes(UTF_8)).toList();
  }
}
