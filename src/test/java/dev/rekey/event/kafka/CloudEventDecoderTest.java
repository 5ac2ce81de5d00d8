package dev.rekey.event.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.rekey.event.Attributes;
import dev.rekey.event.Delivery;
import dev.rekey.event.RotationEvent;
import dev.rekey.secret.SecretRef;
import dev.rekey.secret.SecretVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventDecoderTest {
  private static final String MARKER = "marker-of-the-body";
  private final CloudEventDecoder decoder = new CloudEventDecoder();

  static List<EventFixture> fixtures() {
    return EventFixture.all();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void everyFixtureBecomesWhatIsWrittenInIt(EventFixture fixture) {
    Delivery.Content content = decode(fixture.headers(), fixture.value());

    switch (content) {
      case Delivery.Decoded decoded -> {
        assertThat(fixture.expected()).containsEntry("expect", "decoded");
        assertThat(decoded.event()).isEqualTo(expectedEvent(fixture));
      }
      case Delivery.Undecodable undecodable -> {
        assertThat(fixture.expected())
            .containsEntry("expect", "undecodable")
            .containsEntry("type", undecodable.type())
            .containsEntry("reason", undecodable.reason());
        assertThat(undecodable.body())
            .isEqualTo(fixture.value() == null ? new byte[0] : fixture.value());
        assertThat(undecodable.cut()).isFalse();
      }
      case Delivery.Noted _, Delivery.Ignored _ ->
          fail("a CloudEvent is news or is none: " + content);
    }
  }

  @Test
  void thereAreFixturesOfBothOutcomes() {
    assertThat(EventFixture.all())
        .extracting(fixture -> fixture.expected().get("expect"))
        .contains("decoded", "undecodable");
  }

  @Test
  void sourceAndIdCannotBeMistakenForOneAnother() {
    String one = decoded("a:b", "c").id();
    String other = decoded("a", "b:c").id();

    assertThat(one).isNotEqualTo(other);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce_id", "ce_source"})
  void attributesHaveALimit(String header) {
    Headers longest = headers();
    longest.remove(header).add(header, "x".repeat(1024).getBytes(UTF_8));
    Headers longer = headers();
    longer.remove(header).add(header, "x".repeat(1025).getBytes(UTF_8));
    byte[] data = "{\"secret\": \"dir://db\"}".getBytes(UTF_8);

    assertThat(decode(longest, data)).isInstanceOf(Delivery.Decoded.class);
    assertThat(undecodable(decode(longer, data)).reason())
        .isEqualTo(header.substring(3) + " is longer than 1024 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret", "version"})
  void fieldsOfTheDataHaveALimit(String field) {
    String data = "{\"secret\": \"dir://SECRET\", \"version\": \"VERSION\"}";
    String tooLong =
        data.replace(field.toUpperCase(Locale.ROOT), "x".repeat(1025))
            .replace("SECRET", "db")
            .replace("VERSION", "1");

    assertThat(undecodable(decode(headers(), tooLong.getBytes(UTF_8))).reason())
        .isEqualTo("data." + field + " is longer than 1024 characters");
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void whatIsKeptOfAMessageIsDecodedAsTheMessageWas(EventFixture fixture) {
    if (fixture.value() != null
        && decode(fixture.headers(), fixture.value()) instanceof Delivery.Undecodable kept) {

      Delivery.Undecodable again = undecodable(decoder.decode(kept.attributes(), kept.body()));

      assertThat(again).usingRecursiveComparison().isEqualTo(kept);
    }
  }

  @Test
  void theBodyOfTheQuarantineIsCut() {
    byte[] body = new byte[64 * 1024 + 1];
    Arrays.fill(body, (byte) 'x');

    Delivery.Undecodable cut = undecodable(decode(headers(), body));
    Delivery.Undecodable whole = undecodable(decode(headers(), Arrays.copyOf(body, 64 * 1024)));

    assertThat(cut.body()).isEqualTo(Arrays.copyOf(body, 64 * 1024));
    assertThat(cut.cut()).isTrue();
    assertThat(whole.body()).isEqualTo(cut.body());
    assertThat(whole.cut()).isFalse();
  }

  @Test
  void headersOfOthersAreNotKept() {
    Headers headers = headers();
    Attributes before = KafkaHeaders.attributes(headers);
    headers.add("authorization", "Bearer 1".getBytes(UTF_8));

    assertThat(KafkaHeaders.attributes(headers)).isEqualTo(before);
  }

  @Test
  void headersWithoutAValueAreNone() {
    Headers headers = headers();
    headers.remove("ce_id").add("ce_id", null).add("content-type", null);

    Delivery.Content content = decode(headers, "{}".getBytes(UTF_8));

    assertThat(undecodable(content).reason()).isEqualTo("id is missing; data.secret is missing");
  }

  @Test
  void deepNestingIsNotJsonThatWeRead() {
    byte[] deep = "[".repeat(100_000).getBytes(UTF_8);

    assertThat(undecodable(decode(headers(), deep)).reason()).isEqualTo("data is not JSON");
  }

  @Test
  void noReasonQuotesTheMessage() {
    for (EventFixture fixture : EventFixture.all()) {
      Headers marked = new RecordHeaders();
      for (Header header : fixture.headers()) {
        marked.add(header.key(), mark(header.value()));
      }
      byte[] value = fixture.value() == null ? null : mark(fixture.value());

      for (Headers headers : List.of(marked, fixture.headers())) {
        if (decode(headers, value) instanceof Delivery.Undecodable undecodable) {
          assertThat(undecodable.reason() + undecodable.type()).doesNotContain(MARKER);
        }
      }
    }
  }

  @Test
  void noBytesMakeItThrow() {
    SplittableRandom random = new SplittableRandom(20261123);
    List<EventFixture> fixtures = EventFixture.all();
    for (int i = 0; i < 10_000; i++) {
      EventFixture fixture = fixtures.get(random.nextInt(fixtures.size()));
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      Headers noisy = new RecordHeaders().add("ce_id", noise).add("ce_type", noise);

      assertThat(decode(headers(), noise)).isInstanceOf(Delivery.Undecodable.class);
      assertThat(decode(structured(), noise)).isInstanceOf(Delivery.Undecodable.class);
      assertThat(decode(noisy.add("content-type", noise), noise))
          .isInstanceOf(Delivery.Undecodable.class);
      assertThat(decode(fixture.headers(), mutated(fixture, random))).isNotNull();
    }
  }

  private Delivery.Content decode(Headers headers, byte @Nullable [] value) {
    return decoder.decode(KafkaHeaders.attributes(headers), value);
  }

  private static byte[] mutated(EventFixture fixture, SplittableRandom random) {
    if (fixture.value() == null || fixture.value().length == 0) {
      return new byte[] {(byte) random.nextInt()};
    }
    byte[] value = Arrays.copyOf(fixture.value(), 1 + random.nextInt(fixture.value().length));
    value[random.nextInt(value.length)] = (byte) random.nextInt();
    return value;
  }

  /** Puts the marker into every JSON text, or behind what is none. */
  private static byte[] mark(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    return (text.contains("\": \"") ? text.replace("\": \"", "\": \"" + MARKER) : text + MARKER)
        .getBytes(UTF_8);
  }

  private static RotationEvent expectedEvent(EventFixture fixture) {
    return new RotationEvent(
        fixture.expected().get("id"),
        fixture.expected().get("type"),
        SecretRef.parse(fixture.expected().get("secret")),
        Optional.ofNullable(fixture.expected().get("version")).map(SecretVersion::new));
  }

  private RotationEvent decoded(String source, String id) {
    Headers headers = headers();
    headers.remove("ce_source").add("ce_source", source.getBytes(UTF_8));
    headers.remove("ce_id").add("ce_id", id.getBytes(UTF_8));
    Delivery.Content content = decode(headers, "{\"secret\": \"dir://db\"}".getBytes(UTF_8));
    assertThat(content).isInstanceOf(Delivery.Decoded.class);
    return ((Delivery.Decoded) content).event();
  }

  private static Delivery.Undecodable undecodable(Delivery.Content content) {
    assertThat(content).isInstanceOf(Delivery.Undecodable.class);
    return (Delivery.Undecodable) content;
  }

  private static Headers headers() {
    return new RecordHeaders()
        .add("ce_specversion", "1.0".getBytes(UTF_8))
        .add("ce_type", "dev.rekey.secret.rotated.v1".getBytes(UTF_8))
        .add("ce_source", "/test".getBytes(UTF_8))
        .add("ce_id", "1".getBytes(UTF_8));
  }

  private static Headers structured() {
    return new RecordHeaders().add("content-type", "application/cloudevents+json".getBytes(UTF_8));
  }
}
