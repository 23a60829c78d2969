package com.example.kafka;

import com.example.kafka.api.Probe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Groups, commits, and topics that are compacted. */
public class Grouping extends Application {
  public Grouping(String servers, Probe probe) {
    super(servers, probe);
  }

  /** A member of a group that begins with the first record nobody has committed. */
  private KafkaConsumer<String, String> member(String topic, String group) {
    Properties settings =
        settings("group.id", group, "enable.auto.commit", "false", "auto.offset.reset", "earliest");
    KafkaConsumer<String, String> member =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
    member.subscribe(Collections.singletonList(topic));
    return member;
  }

  /** Three records, which three groups handle in turn. */
  public Object severalGroups(String topic) throws Exception {
    List<String> traces = sendEach(topic, "a", "b", "c");
    List<String> seen = new ArrayList<>();
    for (String group : Arrays.asList("billing", "shipping", "audit")) {
      try (KafkaConsumer<String, String> consumer = member(topic, group + "-" + topic)) {
        for (int count = 0; count < 3; ) {
          for (ConsumerRecord<String, String> record : poll(consumer)) {
            seen.add(group + " " + record.value() + " " + probe.traceId());
            probe.work(group + " handles " + record.value());
            count++;
          }
        }
        consumer.commitSync();
      }
    }
    return Arrays.asList(traces, seen);
  }

  /** Commits between the records in all ways; then the group goes on with the record after. */
  public Object commits(String topic) throws Exception {
    List<String> traces = new ArrayList<>(sendEach(topic, "a", "b", "c"));
    List<String> seen = new ArrayList<>();
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    TopicPartition first = new TopicPartition(topic, 0);
    try (KafkaConsumer<String, String> consumer = member(topic, "group-" + topic)) {
      for (int count = 0; count < 3; ) {
        for (ConsumerRecord<String, String> record : poll(consumer)) {
          seen.add(record.value() + " " + probe.traceId());
          Map<TopicPartition, OffsetAndMetadata> next =
              Collections.singletonMap(first, new OffsetAndMetadata(record.offset() + 1));
          if (record.value().equals("a")) {
            consumer.commitSync(next);
          } else {
            consumer.commitAsync(next, (offsets, failure) -> told.add("told " + failure));
          }
          seen.add("committed " + record.value() + " " + probe.traceId());
          probe.work("after commit of " + record.value());
          count++;
        }
      }
      consumer.commitAsync((offsets, failure) -> told.add("told " + failure));
      consumer.commitSync();
      seen.add("outside " + probe.traceId());
    }
    traces.addAll(sendEach(topic, "d"));
    try (KafkaConsumer<String, String> consumer = member(topic, "group-" + topic)) {
      for (ConsumerRecord<String, String> record : poll(consumer)) {
        seen.add(record.value() + " " + probe.traceId());
      }
    }
    return Arrays.asList(traces, seen, told);
  }

  /** Returns the traces of what was sent and, after the broker has compacted, what was read. */
  public Object compacted(String topic) throws Exception {
    Map<String, String> settings = new HashMap<>();
    settings.put("cleanup.policy", "compact");
    settings.put("segment.bytes", "200"); // one batch each: all but the last can be compacted
    settings.put("segment.index.bytes", "4096");
    settings.put("min.cleanable.dirty.ratio", "0.001");
    try (AdminClient admin = AdminClient.create(settings())) {
      admin
          .createTopics(Collections.singleton(new NewTopic(topic, 1, (short) 1).configs(settings)))
          .all()
          .get();
    }
    List<String> traces = new ArrayList<>();
    String[][] sent = {
      {"stays", "1"}, {"x", "1"}, {"gone", "1"}, {"x", "2"}, {"gone", null}, {"last", "1"}
    };
    try (KafkaProducer<String, String> producer = producer("linger.ms", "0")) {
      for (String[] each : sent) {
        traces.add(
            probe.inRequest(
                () -> {
                  producer.send(new ProducerRecord<>(topic, 0, each[0], each[1])).get();
                  return probe.traceId();
                }));
      }
    }
    List<String> seen = new ArrayList<>();
    // A fetch waits for more bytes than there are: no busy waiting for the broker.
    try (KafkaConsumer<String, String> consumer =
        consumer(topic, "fetch.min.bytes", "1000000", "fetch.max.wait.ms", "200")) {
      List<TopicPartition> first = Collections.singletonList(new TopicPartition(topic, 0));
      awaitCompaction(consumer, first.get(0), sent.length - 2);
      consumer.seekToBeginning(first);
      for (long last = -1; last < sent.length - 1; ) {
        for (ConsumerRecord<String, String> record : poll(consumer)) {
          seen.add(record.offset() + " " + record.key() + " " + probe.traceId());
          probe.work("handle " + record.offset());
          last = record.offset();
        }
      }
    }
    return Arrays.asList(traces, seen);
  }

  /** Looks at copies, which is not handling, until so many records are left. */
  private static void awaitCompaction(
      KafkaConsumer<String, String> consumer, TopicPartition partition, int left) {
    List<Long> offsets = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      offsets.clear();
      consumer.seekToBeginning(Collections.singletonList(partition));
      while (offsets.isEmpty() || offsets.get(offsets.size() - 1) < left + 1) {
        for (Object each : poll(consumer).records(partition).toArray()) {
          offsets.add(((ConsumerRecord<?, ?>) each).offset());
        }
      }
      if (offsets.size() == left) {
        return;
      }
    }
    throw new AssertionError("never compacted, still " + offsets);
  }
}
