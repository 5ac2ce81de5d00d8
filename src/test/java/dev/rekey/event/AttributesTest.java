package dev.rekey.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.event.Delivery.Undecodable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttributesTest {
  private static final byte[] BODY = "body".getBytes(UTF_8);

  private static Attributes attributes(int count, int valueSize) {
    Map<String, byte[]> values = new HashMap<>();
    for (int i = 0; i < count; i++) {
      values.put("name%02d".formatted(i), new byte[valueSize]);
    }
    return Attributes.of(values);
  }

  @Test
  void theyDoNotChange() {
    byte[] value = {1};
    Attributes attributes = Attributes.of(Map.of("a", value));
    value[0] = 2;
    attributes.find("a").orElseThrow()[0] = 3;
    attributes.forEach((name, given) -> given[0] = 4);

    assertThat(attributes.find("a")).hasValue(new byte[] {1});
    assertThat(attributes.find("b")).isEmpty();
  }

  @Test
  void theyAreEqualByNamesAndBytes() {
    Attributes one = Attributes.of(Map.of("a", new byte[] {1}, "b", new byte[] {2}));

    assertThat(one)
        .isEqualTo(Attributes.of(Map.of("b", new byte[] {2}, "a", new byte[] {1})))
        .hasSameHashCodeAs(Attributes.of(Map.of("b", new byte[] {2}, "a", new byte[] {1})))
        .isNotEqualTo(Attributes.of(Map.of("a", new byte[] {1})))
        .isNotEqualTo(Attributes.of(Map.of("a", new byte[] {1}, "b", new byte[] {3})))
        .isNotEqualTo(Attributes.of(Map.of("a", new byte[] {1}, "c", new byte[] {2})));
  }

  @Test
  void theirValuesAreNotShown() {
    assertThat(Attributes.of(Map.of("name", "value".getBytes(UTF_8)))).hasToString("[name]");
  }

  @Test
  void asManyAsThereIsRoomForAreKept() {
    Attributes most = attributes(64, 16 * 1024 / 64 - "name00".length());

    Undecodable kept = Undecodable.of("unknown", "No JSON.", most, BODY);

    assertThat(kept.attributes()).isEqualTo(most);
    assertThat(kept.cut()).isFalse();
  }

  @Test
  void tooManyOrTooLargeOnesAreLeftOutAndThatIsTold() {
    Undecodable tooMany = Undecodable.of("unknown", "No JSON.", attributes(65, 1), BODY);
    Undecodable tooLarge =
        Undecodable.of(
            "unknown", "No JSON.", attributes(1, 16 * 1024 - "name00".length() + 1), BODY);

    for (Undecodable each : List.of(tooMany, tooLarge)) {
      assertThat(each)
          .usingRecursiveComparison()
          .isEqualTo(new Undecodable("unknown", "No JSON.", Attributes.NONE, BODY, true));
    }
  }
}
