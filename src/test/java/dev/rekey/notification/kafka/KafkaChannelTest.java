package dev.rekey.notification.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rekey.notification.Channel.Answer;
import dev.rekey.notification.CloudEvents;
import dev.rekey.notification.News;
import dev.rekey.testing.FreePort;
import dev.rekey.testing.KafkaBroker;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventDeserializer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaChannelTest {
  private static final CloudEvents EVENTS = new CloudEvents("/rekey");

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void consumersOfCloudEventsReadTheNewsOfADataSourceInTheirOrder(boolean binary) {
    KafkaBroker broker = KafkaBroker.shared();
    String topic = "outcomes-" + UUID.randomUUID();
    broker.createTopic(topic, 3);
    try (KafkaChannel channel =
        new KafkaChannel(broker.bootstrapServers(), topic, Map.of(), EVENTS, binary)) {

      for (int i = 0; i < 10; i++) {
        assertThat(channel.send(List.of(News.committed("n" + i, "shop"))))
            .isEqualTo(new Answer.Taken());
      }
    }

    List<ConsumerRecord<String, CloudEvent>> records = consume(broker, topic, 10);
    assertThat(records)
        .extracting(record -> record.value().getId())
        .containsExactly("n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9");
    assertThat(records).extracting(ConsumerRecord::key).containsOnly("prod/shop");
    CloudEvent event = records.getFirst().value();
    assertThat(event.getType()).isEqualTo("dev.rekey.rotation.committed");
    assertThat(event.getSubject()).isEqualTo("prod/shop");
    assertThat(event.getSource()).hasToString("/rekey");
    assertThat(event.getTime().toInstant()).isEqualTo(News.NOW);
    assertThat(new String(event.getData().toBytes(), StandardCharsets.UTF_8))
        .contains("\"dataSource\":\"shop\"");
  }

  @Test
  void aBrokerThatIsAwayIsAskedAgain() {
    try (KafkaChannel channel =
        new KafkaChannel(
            "127.0.0.1:" + FreePort.find(),
            "outcomes",
            Map.of("max.block.ms", "300"),
            EVENTS,
            true)) {

      assertThat(channel.send(List.of(News.committed("n1", "shop"))))
          .isInstanceOf(Answer.Unavailable.class);
    }
  }

  @Test
  void aRecordThatTheBrokerWillNotHaveIsRefused() {
    KafkaBroker broker = KafkaBroker.shared();
    try (KafkaChannel channel =
        new KafkaChannel(
            broker.bootstrapServers(), "no topic has spaces", Map.of(), EVENTS, true)) {

      assertThat(channel.send(List.of(News.committed("n1", "shop"))))
          .isEqualTo(new Answer.Refused("the broker refused it: InvalidTopicException"));
    }
  }

  private static List<ConsumerRecord<String, CloudEvent>> consume(
      KafkaBroker broker, String topic, int count) {
    Map<String, Object> settings = broker.clientSettings();
    settings.put("group.id", topic);
    settings.put("auto.offset.reset", "earliest");
    List<ConsumerRecord<String, CloudEvent>> records = new ArrayList<>();
    try (KafkaConsumer<String, CloudEvent> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new CloudEventDeserializer())) {
      consumer.subscribe(List.of(topic));
      Awaitility.await()
          .atMost(30, TimeUnit.SECONDS)
          .untilAsserted(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                assertThat(records).hasSize(count);
              });
    }
    return records;
  }
}
