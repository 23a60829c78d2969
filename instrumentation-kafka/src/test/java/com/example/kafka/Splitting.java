package com.example.kafka;

import com.example.kafka.api.Probe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Streams of whole polls, parallel ones of more records than the JDK copies at a time (1024). The
 * value of a record is the id of the trace that sent it.
 */
public class Splitting extends Application {
  private static final int RECORDS = 3_000;

  public Splitting(String servers, Probe probe) {
    super(servers, probe);
  }

  public Object send(String topic) throws Exception {
    try (KafkaProducer<String, String> producer = producer()) {
      producer.send(new ProducerRecord<>(topic, 0, "k", "first")).get();
      for (int i = 0; i < RECORDS; i++) {
        probe.inRequest(() -> producer.send(new ProducerRecord<>(topic, 0, "k", probe.traceId())));
      }
    }
    return null;
  }

  private interface Form {
    Stream<ConsumerRecord<String, String>> stream(ConsumerRecords<String, String> records);
  }

  public Object ofRecords(String topic) {
    return parallel(topic, records -> StreamSupport.stream(records.spliterator(), true));
  }

  public Object ofIterator(String topic) {
    return parallel(
        topic,
        records ->
            StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(records.iterator(), Spliterator.ORDERED),
                true));
  }

  public Object ofSizedIterator(String topic) {
    return parallel(
        topic,
        records ->
            StreamSupport.stream(
                Spliterators.spliterator(records.iterator(), records.count(), 0), true));
  }

  /** Returns what went wrong, how many were handled, and the largest poll. */
  private Object parallel(String topic, Form form) {
    List<String> wrong = Collections.synchronizedList(new ArrayList<>());
    AtomicInteger handled = new AtomicInteger();
    int largest = 0;
    try (KafkaConsumer<String, String> consumer =
        consumer(topic, "max.poll.records", "5000", "fetch.min.bytes", "400000")) {
      while (handled.get() < RECORDS + 1) {
        ConsumerRecords<String, String> records = poll(consumer);
        largest = Math.max(largest, records.count());
        form.stream(records)
            .forEach(
                record -> {
                  handled.incrementAndGet();
                  String trace = probe.traceId();
                  if (!record.value().equals(trace) && !record.value().equals("first")) {
                    wrong.add(record.value() + " is handled in " + trace);
                  }
                  if (!record.value().equals("first")) {
                    probe.work("work " + record.value());
                  }
                });
        if (!probe.traceId().equals("none")) {
          wrong.add("after a stream in " + probe.traceId());
        }
      }
    }
    return Arrays.asList(wrong, handled.get(), largest);
  }

  /** A stream that is turned back into an iterator, which fetches a record before it is asked. */
  public Object streamsIterator(String topic) {
    List<String> seen = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = consumer(topic)) {
      while (seen.size() < 3) {
        Iterator<ConsumerRecord<String, String>> records =
            StreamSupport.stream(poll(consumer).spliterator(), false).iterator();
        while (records.hasNext()) {
          seen.add(records.next().value() + " " + probe.traceId());
        }
      }
    }
    return seen;
  }

  /** A stream whose action throws. */
  public Object failing(String topic) {
    List<String> seen = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer = consumer(topic)) {
      try {
        StreamSupport.stream(poll(consumer).spliterator(), false)
            .forEach(
                record -> {
                  throw new IllegalStateException("bad record");
                });
      } catch (IllegalStateException expected) {
        seen.add("caught " + probe.traceId());
      }
    }
    return seen;
  }
}
