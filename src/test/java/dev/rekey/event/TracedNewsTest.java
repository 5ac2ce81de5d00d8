package dev.rekey.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.secret.SecretRef;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracedNewsTest {
  private static final String PLACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  private static Optional<TraceParent> trace(Map<String, byte[]> attributes) {
    RotationEvent event =
        new RotationEvent("e1", "rotated", SecretRef.directory("login"), Optional.empty());
    EventDecoder decoder = new TracedNews((_, _) -> new Delivery.Decoded(event));
    return decoder.decode(Attributes.of(attributes), new byte[0])
            instanceof Delivery.Decoded(RotationEvent decoded)
        ? decoded.trace()
        : Optional.empty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"traceparent", "ce_traceparent", "googclient_traceparent"})
  void theTraceOfTheSenderIsKnownByAnyOfItsNames(String name) {
    assertThat(trace(Map.of(name, PLACE.getBytes(UTF_8)))).contains(new TraceParent(PLACE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "canary",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n"
      })
  void whatIsNoTraceIsNone(String text) {
    assertThat(trace(Map.of("traceparent", text.getBytes(UTF_8)))).isEmpty();
  }
}
