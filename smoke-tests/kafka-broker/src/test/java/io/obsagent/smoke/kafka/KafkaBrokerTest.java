package io.obsagent.smoke.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class KafkaBrokerTest {

  @Test
  void takesRecordsAndGivesThemBackAndEndsWhenItIsClosed() throws Exception {
    KafkaBroker broker = KafkaBroker.start();
    try {
      Properties settings = new Properties();
      settings.put("bootstrap.servers", broker.bootstrapServers());
      settings.put("group.id", "test");
      settings.put("auto.offset.reset", "earliest");
      try (KafkaProducer<String, String> producer =
          new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
        producer.send(new ProducerRecord<>("orders", "one")).get();
      }
      try (KafkaConsumer<String, String> consumer =
          new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
        consumer.subscribe(List.of("orders"));
        ConsumerRecords<String, String> records = ConsumerRecords.empty();
        for (int i = 0; i < 100 && records.isEmpty(); i++) {
          records = consumer.poll(Duration.ofSeconds(1));
        }
        assertThat(records).extracting(record -> record.value()).containsExactly("one");
      }
    } finally {
      broker.close();
    }
    assertThat(broker.isRunning()).isFalse();
  }
}
