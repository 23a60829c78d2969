package com.example.kafka;

import com.example.kafka.api.Probe;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Consumers that are behind. The probe is told where they are, while they are there. */
public class Lagging extends Application {
  public Lagging(String servers, Probe probe) {
    super(servers, probe);
  }

  public Object behind(String topic) throws Exception {
    try (KafkaProducer<String, String> producer = producer()) {
      for (int i = 0; i < 10; i++) {
        producer.send(new ProducerRecord<>(topic, 0, "k", "v" + i)).get();
      }
    }
    try (KafkaConsumer<String, String> one = consumer(topic, "max.poll.records", "3");
        KafkaConsumer<String, String> two =
            consumer(topic, "group.id", "other", "max.poll.records", "8")) {
      read(one, 3);
      probe.work("three");
      read(one, 3);
      read(two, 8);
      probe.work("six and eight");
      read(one, 4);
      probe.work("ten and eight");
    }
    probe.work("closed");
    return null;
  }

  private static void read(KafkaConsumer<String, String> consumer, int count) {
    for (int left = count; left > 0; ) {
      ConsumerRecords<String, String> records = poll(consumer);
      left -= records.count();
    }
  }
}
