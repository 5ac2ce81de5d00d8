package dev.rekey.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class KafkaBrokerTest {
  @Test
  void recordSentIsReceived() throws ExecutionException, InterruptedException {
    var broker = KafkaBroker.shared();
    broker.createTopic("broker-test", 2);
    var settings = broker.clientSettings();
    settings.put("group.id", "broker-test");
    settings.put("auto.offset.reset", "earliest");

    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>("broker-test", "key", "value")).get();
    }

    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of("broker-test"));
      assertThat(consumer.partitionsFor("broker-test")).hasSize(2);
      assertThat(consumer.poll(Duration.ofSeconds(30)))
          .singleElement()
          .satisfies(
              taken -> {
                assertThat(taken.key()).isEqualTo("key");
                assertThat(taken.value()).isEqualTo("value");
              });
    }
  }
}
