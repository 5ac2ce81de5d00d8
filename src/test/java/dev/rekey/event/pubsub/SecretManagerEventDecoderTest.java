package dev.rekey.event.pubsub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.event.Attributes;
import dev.rekey.event.CorpusFile;
import dev.rekey.event.Delivery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SecretManagerEventDecoderTest {
  private static final String MARKER = "marker-of-the-message";

  private final SecretManagerEventDecoder decoder = new SecretManagerEventDecoder();

  static List<CorpusFile> corpus() {
    return CorpusFile.all("google");
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void everyFileBecomesWhatIsWrittenInIt(CorpusFile file) {
    assertThat(CorpusFile.told(decoder.decode(file.attributes(), file.message())))
        .isEqualTo(file.expected());
  }

  @Test
  void corpusHasEveryOutcome() {
    assertThat(corpus())
        .extracting(file -> file.expected().get("content"))
        .contains("decoded", "noted", "ignored", "undecodable");
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void whatIsKeptOfAMessageIsDecodedAsTheMessageWas(CorpusFile file) {
    if (decoder.decode(file.attributes(), file.message()) instanceof Delivery.Undecodable kept) {
      assertThat(decoder.decode(kept.attributes(), kept.body()))
          .usingRecursiveComparison()
          .isEqualTo(kept);
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void typeAndReasonNeverQuoteTheMessage(CorpusFile file) {
    Map<String, byte[]> marked = new HashMap<>();
    file.attributes()
        .forEach(
            (name, value) ->
                marked.put(
                    name,
                    name.equals("eventType")
                        ? value
                        : (new String(value, UTF_8) + MARKER).getBytes(UTF_8)));
    byte[] body =
        new String(file.message(), UTF_8).replace("\":\"", "\":\"" + MARKER).getBytes(UTF_8);

    Map<String, String> told = CorpusFile.told(decoder.decode(Attributes.of(marked), body));

    assertThat(told.get("type")).doesNotContain(MARKER);
    assertThat(told.getOrDefault("reason", "")).doesNotContain(MARKER);
    assertThat(told.getOrDefault("text", "")).doesNotContain(MARKER);
  }

  @Test
  void attributesThatAreNotUtf8AreNotTaken() {
    Map<String, byte[]> attributes = new HashMap<>();
    attributes.put("eventType", "SECRET_ROTATE".getBytes(UTF_8));
    attributes.put("secretId", new byte[] {(byte) 0xff});
    attributes.put("timestamp", "2026-11-23T10:00:00Z".getBytes(UTF_8));

    assertThat(CorpusFile.told(decoder.decode(Attributes.of(attributes), new byte[0])))
        .containsEntry("reason", "secretId is not a text");
  }

  @Test
  void noBytesMakeItThrow() {
    SplittableRandom random = new SplittableRandom(20261123);
    List<CorpusFile> corpus = corpus();
    for (int i = 0; i < 10_000; i++) {
      CorpusFile file = corpus.get(random.nextInt(corpus.size()));
      List<String> names = new ArrayList<>();
      Map<String, byte[]> attributes = new HashMap<>();
      file.attributes()
          .forEach(
              (name, value) -> {
                names.add(name);
                attributes.put(name, value);
              });
      if (!names.isEmpty()) {
        String name = names.get(random.nextInt(names.size()));
        attributes.put(name, mutated(attributes.get(name), random));
      }

      assertThat(decoder.decode(Attributes.of(attributes), mutated(file.message(), random)))
          .isNotNull();
    }
  }

  private static byte[] mutated(byte[] bytes, SplittableRandom random) {
    byte[] mutated = Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length + 1));
    mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
    return mutated;
  }
}
