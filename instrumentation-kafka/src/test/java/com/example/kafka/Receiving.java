package com.example.kafka;

import com.example.kafka.api.Probe;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.Properties;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Ways to handle records. Each method is called by name, in a class loader of its own. */
public class Receiving extends Application {
  public Receiving(String servers, Probe probe) {
    super(servers, probe);
  }

  public Object send(String topic) throws Exception {
    return sendEach(topic, "a", "b", "c");
  }

  private void handle(ConsumerRecord<String, String> record, List<String> seen) {
    seen.add(record.value() + " " + probe.traceId());
    probe.work("handle " + record.value());
  }

  private interface Form {
    void go(ConsumerRecords<String, String> records, List<String> seen);
  }

  /** Every record once; returns what trace each was handled in. */
  private List<String> all(String topic, Form form) {
    List<String> seen = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = consumer(topic)) {
      while (seen.size() < 3) {
        form.go(poll(consumer), seen);
        seen.add("between " + probe.traceId());
        seen.remove("between none");
      }
    }
    return seen;
  }

  public Object loop(String topic) {
    return all(
        topic,
        (records, seen) -> {
          for (ConsumerRecord<String, String> record : records) {
            handle(record, seen);
          }
        });
  }

  public Object iterator(String topic) {
    return all(
        topic,
        (records, seen) -> {
          Iterator<ConsumerRecord<String, String>> each = records.iterator();
          while (each.hasNext()) {
            handle(each.next(), seen);
          }
        });
  }

  public Object ofPartition(String topic) {
    return all(
        topic,
        (records, seen) -> {
          for (TopicPartition partition : records.partitions()) {
            List<ConsumerRecord<String, String>> list = records.records(partition);
            for (ConsumerRecord<String, String> record : list) {
              handle(record, seen);
            }
            list.get(list.size() - 1).offset();
          }
        });
  }

  public Object ofTopic(String topic) {
    return all(
        topic,
        (records, seen) -> {
          for (ConsumerRecord<String, String> record : records.records(topic)) {
            handle(record, seen);
          }
        });
  }

  public Object forEach(String topic) {
    return all(topic, (records, seen) -> records.forEach(record -> handle(record, seen)));
  }

  public Object forEachOfPartition(String topic) {
    return all(
        topic,
        (records, seen) ->
            records.records(new TopicPartition(topic, 0)).forEach(record -> handle(record, seen)));
  }

  public Object listIterator(String topic) {
    return all(
        topic,
        (records, seen) -> {
          List<ConsumerRecord<String, String>> list = records.records(new TopicPartition(topic, 0));
          ListIterator<ConsumerRecord<String, String>> back =
              list.subList(0, list.size()).listIterator(list.size());
          List<String> reversed = new ArrayList<>();
          while (back.hasPrevious()) {
            handle(back.previous(), reversed);
          }
          Collections.reverse(reversed);
          seen.addAll(reversed);
        });
  }

  public Object stream(String topic) {
    return all(
        topic,
        (records, seen) ->
            StreamSupport.stream(records.spliterator(), false)
                .forEach(record -> handle(record, seen)));
  }

  public Object streamOfPartition(String topic) {
    return all(
        topic,
        (records, seen) ->
            records.records(new TopicPartition(topic, 0)).stream()
                .filter(record -> true)
                .forEach(record -> handle(record, seen)));
  }

  public Object streamOfTopic(String topic) {
    return all(
        topic,
        (records, seen) ->
            StreamSupport.stream(records.records(topic).spliterator(), false)
                .forEach(record -> handle(record, seen)));
  }

  public Object parallelStreamOfPartition(String topic) {
    return all(
        topic,
        (records, seen) -> {
          List<String> together = Collections.synchronizedList(new ArrayList<>());
          records.records(new TopicPartition(topic, 0)).parallelStream()
              .forEach(record -> handle(record, together));
          Collections.sort(together);
          seen.addAll(together);
        });
  }

  /** Copies are no handling; nor is looking. */
  public Object copied(String topic) {
    List<String> seen = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = consumer(topic)) {
      while (seen.size() < 3) {
        ConsumerRecords<String, String> records = poll(consumer);
        TopicPartition partition = new TopicPartition(topic, 0);
        List<ConsumerRecord<String, String>> list = records.records(partition);
        if (!list.equals(records.records(partition))
            || list.hashCode() != records.records(partition).hashCode()
            || !list.toString().startsWith("[ConsumerRecord(")
            || list.indexOf(list.get(0)) != 0
            || !list.contains(list.get(0))) {
          throw new AssertionError("no list like others");
        }
        for (ConsumerRecord<String, String> record : new ArrayList<>(list)) {
          seen.add(record.value() + " " + probe.traceId());
        }
      }
    }
    return seen;
  }

  /** Left early; then what is done before and after the next poll. */
  public Object leftByBreak(String topic) {
    List<String> seen = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = consumer(topic)) {
      for (ConsumerRecord<String, String> record : poll(consumer)) {
        handle(record, seen);
        break;
      }
      consumer.poll(Duration.ZERO);
      seen.add("after " + probe.traceId());
      return seen;
    }
  }

  public Object leftByException(String topic) {
    List<String> seen = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = consumer(topic)) {
      try {
        for (ConsumerRecord<String, String> record : poll(consumer)) {
          handle(record, seen);
          throw new IllegalStateException("bad record");
        }
      } catch (IllegalStateException expected) {
        seen.add("caught");
      }
    }
    seen.add("after " + probe.traceId());
    return seen;
  }

  public Object forEachThrows(String topic) {
    List<String> seen = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = consumer(topic)) {
      try {
        poll(consumer)
            .records(new TopicPartition(topic, 0))
            .forEach(
                record -> {
                  handle(record, seen);
                  throw new IllegalStateException("bad record");
                });
      } catch (IllegalStateException expected) {
        seen.add("caught " + probe.traceId());
      }
    }
    return seen;
  }

  public Object nested(String topic) {
    List<String> seen = new ArrayList<>();
    try (KafkaConsumer<String, String> one = consumer(topic);
        KafkaConsumer<String, String> two = consumer(topic, "group.id", "other")) {
      ConsumerRecords<String, String> outer = poll(one);
      ConsumerRecords<String, String> inner = poll(two);
      for (ConsumerRecord<String, String> record : outer) {
        seen.add("outer " + record.value() + " " + probe.traceId());
        for (ConsumerRecord<String, String> other : inner) {
          seen.add("inner " + other.value() + " " + probe.traceId());
        }
        seen.add("outer " + record.value() + " " + probe.traceId());
        break;
      }
    }
    return seen;
  }

  /** A request comes in on a thread that a broken loop has left in a record. */
  public Object requestAfterBreak(String topic) throws Exception {
    List<String> seen = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = consumer(topic);
        KafkaConsumer<String, String> another = consumer(topic)) {
      ConsumerRecords<String, String> later = poll(another);
      for (ConsumerRecord<String, String> record : poll(consumer)) {
        handle(record, seen);
        break;
      }
      seen.add(
          probe.inRequest(
              () -> {
                for (ConsumerRecord<String, String> record : later) {
                  handle(record, seen);
                  break;
                }
                return "in request";
              }));
      seen.add("after " + probe.traceId());
    }
    return seen;
  }

  public Object idle(String topic) {
    try (KafkaConsumer<String, String> consumer = consumer(topic)) {
      for (int i = 0; i < 5; i++) {
        for (ConsumerRecord<String, String> none : consumer.poll(Duration.ofMillis(20))) {
          throw new AssertionError(none.value());
        }
      }
      for (ConsumerRecord<String, String> none : ConsumerRecords.<String, String>empty()) {
        throw new AssertionError(none.value());
      }
    }
    return null;
  }

  /** What headers of strangers may hold. */
  public Object poisoned(String topic) throws Exception {
    byte[] huge = new byte[300_000];
    Arrays.fill(huge, (byte) 'a');
    byte[] garbage = {0, -1, -128, 127};
    try (KafkaProducer<String, String> producer = producer()) {
      for (byte[][] headers :
          new byte[][][] {
            {huge, huge}, {garbage, garbage}, {null, null}, {new byte[0], new byte[0]}
          }) {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, 0, "k", "v");
        record.headers().add("traceparent", headers[0]).add("baggage", headers[1]);
        producer.send(record).get();
      }
    }
    List<String> seen = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = consumer(topic)) {
      while (seen.size() < 4) {
        for (ConsumerRecord<String, String> record : poll(consumer)) {
          seen.add(probe.traceId());
          probe.work("handle");
        }
      }
    }
    return seen;
  }

  /** Two consumers of a group, the second of which comes while the first handles records. */
  public Object rebalance(String topic) throws Exception {
    List<String> seen = new ArrayList<>();
    Properties settings =
        settings(
            "group.id", "g-" + topic, "auto.offset.reset", "earliest", "max.poll.records", "1");
    List<TopicPartition> revoked = new ArrayList<>();
    ConsumerRebalanceListener listener =
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            revoked.addAll(partitions);
            seen.add("revoked " + probe.traceId());
          }

          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            seen.add("assigned " + probe.traceId());
          }
        };
    StringDeserializer text = new StringDeserializer();
    try (KafkaConsumer<String, String> one = new KafkaConsumer<>(settings, text, text);
        KafkaConsumer<String, String> two = new KafkaConsumer<>(settings, text, text)) {
      one.subscribe(Collections.singletonList(topic), listener);
      for (ConsumerRecord<String, String> record : poll(one)) {
        handle(record, seen);
        two.subscribe(Collections.singletonList(topic));
        break;
      }
      one.commitSync();
      Thread other =
          new Thread(
              () -> {
                while (!Thread.currentThread().isInterrupted() && revoked.isEmpty()) {
                  two.poll(Duration.ofMillis(50));
                }
              });
      other.start();
      for (int i = 0; i < 600 && revoked.isEmpty(); i++) {
        for (ConsumerRecord<String, String> record : one.poll(Duration.ofMillis(50))) {
          handle(record, seen);
        }
      }
      other.join();
      seen.add("end " + probe.traceId());
    }
    return seen;
  }

  public Object tombstone(String topic) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings(), new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, 0, "gone", null)).get();
    }
    try (KafkaConsumer<String, String> consumer = consumer(topic)) {
      for (ConsumerRecord<String, String> record : poll(consumer)) {
        probe.work("bury " + record.key() + new String(new byte[0], StandardCharsets.UTF_8));
      }
    }
    return null;
  }
}
