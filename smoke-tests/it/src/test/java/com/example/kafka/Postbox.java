package com.example.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends letters, reads them, and answers each, while it reads it, to another topic. */
public final class Postbox {
  private Postbox() {}

  /** Arguments: bootstrap servers, topic, topic of the answers. */
  public static void main(String[] args) throws Exception {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", args[0]);
    settings.put("group.id", "postbox");
    settings.put("auto.offset.reset", "earliest");
    StringDeserializer text = new StringDeserializer();
    int read = 0;
    try (KafkaProducer<String, String> producer =
            new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
        KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings, text, text)) {
      for (int i = 0; i < 3; i++) {
        producer.send(new ProducerRecord<>(args[1], "letter " + i)).get();
      }
      consumer.subscribe(List.of(args[1]));
      while (read < 3) {
        for (ConsumerRecord<String, String> letter : consumer.poll(Duration.ofMillis(200))) {
          producer.send(new ProducerRecord<>(args[2], "answer to " + letter.value()));
          read++;
        }
      }
    }
    System.out.println("read " + read);
  }
}
