package com.example.kafka;

import com.example.kafka.api.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What the applications of the tests have in common; knows nothing of the agent. */
abstract class Application {
  final String servers;
  final Probe probe;

  Application(String servers, Probe probe) {
    this.servers = servers;
    this.probe = probe;
  }

  Properties settings(String... more) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", servers);
    settings.put("retries", "10"); // a topic that has just come into being has no leader yet
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  KafkaProducer<String, String> producer(String... more) {
    return new KafkaProducer<>(settings(more), new StringSerializer(), new StringSerializer());
  }

  /** Reads partition 0 of the topic from its beginning. */
  KafkaConsumer<String, String> consumer(String topic, String... more) {
    Properties settings = settings("group.id", "fulfilment", "enable.auto.commit", "false");
    settings.putAll(settings(more));
    KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    List<TopicPartition> first = Collections.singletonList(new TopicPartition(topic, 0));
    consumer.assign(first);
    consumer.seekToBeginning(first);
    return consumer;
  }

  /** Sends each value to partition 0, each in a request of its own; returns their trace ids. */
  List<String> sendEach(String topic, String... values) throws Exception {
    List<String> traces = new ArrayList<>();
    try (KafkaProducer<String, String> producer = producer("linger.ms", "0")) {
      for (String value : values) {
        traces.add(
            probe.inRequest(
                () -> {
                  producer.send(new ProducerRecord<>(topic, 0, "key " + value, value)).get();
                  return probe.traceId();
                }));
      }
    }
    return traces;
  }

  static <K, V> ConsumerRecords<K, V> poll(KafkaConsumer<K, V> consumer) {
    for (int i = 0; i < 300; i++) {
      ConsumerRecords<K, V> records = consumer.poll(Duration.ofMillis(100));
      if (!records.isEmpty()) {
        return records;
      }
    }
    throw new AssertionError("no records");
  }

  /** The headers of the records of partition 0, each {@code key=value} (or null) in order. */
  List<List<String>> headersOf(String topic, int count) {
    List<List<String>> all = new ArrayList<>();
    Properties settings = settings("group.id", "audit", "enable.auto.commit", "false");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition first = new TopicPartition(topic, 0);
      consumer.assign(Collections.singletonList(first));
      consumer.seekToBeginning(Collections.singletonList(first));
      while (all.size() < count) {
        ConsumerRecord<?, ?>[] records =
            poll(consumer).records(first).toArray(new ConsumerRecord<?, ?>[0]);
        for (ConsumerRecord<?, ?> record : records) {
          List<String> headers = new ArrayList<>();
          Arrays.stream(record.headers().toArray())
              .forEach(
                  each ->
                      headers.add(
                          each.key()
                              + "="
                              + (each.value() == null ? null : new String(each.value()))));
          all.add(headers);
        }
      }
    }
    return all;
  }
}
