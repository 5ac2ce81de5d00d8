package dev.rekey.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rekey.event.Attributes;
import dev.rekey.event.CorpusFile;
import dev.rekey.event.Delivery;
import dev.rekey.event.EventDecoder;
import dev.rekey.event.kafka.CloudEventDecoder;
import dev.rekey.event.sqs.AwsEventDecoder;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** From the bytes of a message to what it says. */
@State(Scope.Thread)
public class DecodingBenchmark {
  private final EventDecoder kafka = new CloudEventDecoder();
  private final EventDecoder aws = new AwsEventDecoder();
  private final Attributes headers =
      Attributes.of(
          Map.of(
              "ce_specversion", bytes("1.0"),
              "ce_type", bytes("dev.rekey.secret.rotated.v1"),
              "ce_source", bytes("/vault/agent"),
              "ce_id", bytes("b1a1c0de-0000-4000-8000-000000000002"),
              "content-type", bytes("application/json")));
  private final byte[] value = bytes("{\"secret\": \"dir://orders\", \"version\": \"7\"}");
  private final byte[] body =
      CorpusFile.all("aws").stream()
          .filter(file -> file.name().equals("call-put-secret-value-by-arn.json"))
          .findFirst()
          .orElseThrow()
          .message();

  @Benchmark
  public Delivery.Decoded decodeACloudEvent() {
    return (Delivery.Decoded) kafka.decode(headers, value);
  }

  @Benchmark
  public Delivery.Decoded decodeAnEventOfAQueue() {
    return (Delivery.Decoded) aws.decode(Attributes.NONE, body);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
