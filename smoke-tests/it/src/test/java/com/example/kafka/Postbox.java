package com.example.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends letters, reads them in a loop and once more, as another group, in a parallel stream, and
 * answers each, while it reads it, to another topic.
 */
public final class Postbox {
  private Postbox() {}

  /** Arguments: bootstrap servers, topic, topic of the answers. */
  public static void main(String[] args) throws Exception {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", args[0]);
    settings.put("auto.offset.reset", "earliest");
    StringDeserializer text = new StringDeserializer();
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < 3; i++) {
        producer.send(new ProducerRecord<>(args[1], "letter " + i)).get();
      }
      for (String group : List.of("loop", "stream")) {
        settings.put("group.id", group);
        int read = 0;
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings, text, text)) {
          consumer.subscribe(List.of(args[1]));
          while (read < 3) {
            ConsumerRecords<String, String> letters = consumer.poll(Duration.ofMillis(200));
            read += letters.count();
            if (group.equals("loop")) {
              for (ConsumerRecord<String, String> letter : letters) {
                answer(letter, producer, args[2]);
              }
            } else {
              StreamSupport.stream(letters.spliterator(), true)
                  .forEach(letter -> answer(letter, producer, args[2]));
            }
          }
        }
        System.out.println("read " + read);
      }
    }
  }

  private static void answer(
      ConsumerRecord<String, String> letter, KafkaProducer<String, String> producer, String topic) {
    producer.send(new ProducerRecord<>(topic, "answer to " + letter.value()));
  }
}
