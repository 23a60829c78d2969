package com.example.kafka;

import com.example.kafka.api.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Handles records in all ways there are, at random. The value of a record is the id of the trace
 * that sent it; whatever is done for a record is a span {@code work <value>}, so that each span
 * tells which trace it has to be in.
 */
public class Shuffle extends Application {
  private static final int RECORDS = 3_000;
  private static final int PARTITIONS = 3;

  private final List<String> wrong = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger inScope = new AtomicInteger();
  private final AtomicInteger outOfScope = new AtomicInteger();
  private final AtomicInteger handled = new AtomicInteger();

  public Shuffle(String servers, Probe probe) {
    super(servers, probe);
  }

  /** Returns what went wrong, the number of records, of spans expected and of those unexpected. */
  public Object go(String topic) throws Exception {
    send(topic);
    ExecutorService pool = Executors.newFixedThreadPool(2);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      long seed = System.nanoTime() + i;
      String group = "shuffle-" + i;
      Thread thread =
          new Thread(
              () -> {
                try {
                  consume(topic, group, new Random(seed), pool);
                } catch (Throwable failure) {
                  wrong.add("seed " + seed + ": " + failure);
                }
              },
              group);
      thread.setContextClassLoader(getClass().getClassLoader());
      thread.start();
      threads.add(thread);
    }
    for (Thread each : threads) {
      each.join();
    }
    pool.shutdown();
    if (!pool.awaitTermination(1, TimeUnit.MINUTES)) {
      wrong.add("the pool does not end");
    }
    List<Object> result = new ArrayList<>();
    result.add(wrong);
    result.add(handled.get());
    result.add(inScope.get());
    result.add(outOfScope.get());
    return result;
  }

  private void send(String topic) throws Exception {
    try (KafkaProducer<String, String> producer = producer()) {
      producer.send(new ProducerRecord<>(topic, 0, "k", "first")).get();
      for (int i = 0; i < RECORDS; i++) {
        int partition = i % PARTITIONS;
        probe.inRequest(
            () -> producer.send(new ProducerRecord<>(topic, partition, "k", probe.traceId())));
      }
    }
  }

  private void consume(String topic, String group, Random random, ExecutorService pool) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (int i = 0; i < PARTITIONS; i++) {
      partitions.add(new TopicPartition(topic, i));
    }
    StringDeserializer text = new StringDeserializer();
    try (KafkaConsumer<String, String> consumer =
            new KafkaConsumer<>(
                settings(
                    "group.id", group, "enable.auto.commit", "false", "max.poll.records", "40"),
                text,
                text);
        KafkaConsumer<String, String> second = consumer(topic, "max.poll.records", "5")) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      ConsumerRecords<String, String> others = poll(second);
      int seen = 0;
      while (seen < RECORDS + 1) {
        ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(100));
        seen += records.count();
        expectNone("after a poll");
        if (!records.isEmpty()) {
          handle(topic, records, others, random, pool);
          if (random.nextInt(10) == 0) {
            consumer.commitSync();
          }
        }
      }
    }
    expectNone("after the last close");
  }

  private void handle(
      String topic,
      ConsumerRecords<String, String> records,
      ConsumerRecords<String, String> others,
      Random random,
      ExecutorService pool) {
    switch (random.nextInt(10)) {
      case 0:
        for (ConsumerRecord<String, String> record : records) {
          one(record, others, random, pool);
        }
        expectNone("after a loop");
        break;
      case 1:
        for (TopicPartition partition : records.partitions()) {
          for (ConsumerRecord<String, String> record : records.records(partition)) {
            one(record, others, random, pool);
          }
          expectNone("after a partition");
        }
        break;
      case 2:
        for (ConsumerRecord<String, String> record : records.records(topic)) {
          one(record, others, random, pool);
        }
        expectNone("after a topic");
        break;
      case 3:
        records.forEach(record -> one(record, others, random, pool));
        expectNone("after forEach");
        break;
      case 4:
        StreamSupport.stream(records.spliterator(), false)
            .filter(record -> true)
            .forEach(record -> one(record, others, random, pool));
        expectNone("after a stream");
        break;
      case 5:
        for (TopicPartition partition : records.partitions()) {
          records.records(partition).parallelStream().forEach(this::work);
        }
        expectNone("after parallel streams");
        break;
      case 6:
        int until = random.nextInt(records.count());
        for (ConsumerRecord<String, String> record : records) {
          one(record, others, random, pool);
          if (until-- == 0) {
            break;
          }
        }
        // What is done here is in the record that was left, until the next poll: the limit.
        break;
      case 7:
        try {
          for (ConsumerRecord<String, String> record : records) {
            one(record, others, random, pool);
            if (random.nextInt(20) == 0) {
              throw new IllegalStateException("bad record");
            }
          }
        } catch (IllegalStateException expected) {
          // As after a break.
        }
        break;
      case 8:
        StreamSupport.stream(records.spliterator(), true).forEach(this::work);
        expectNone("after a parallel stream");
        break;
      default:
        for (TopicPartition partition : records.partitions()) {
          for (ConsumerRecord<String, String> record :
              new ArrayList<>(records.records(partition))) {
            expectNone("in a batch");
            batched(record);
          }
        }
        break;
    }
  }

  private void one(
      ConsumerRecord<String, String> record,
      ConsumerRecords<String, String> others,
      Random random,
      ExecutorService pool) {
    work(record);
    switch (random.nextInt(12)) {
      case 0:
        for (ConsumerRecord<String, String> other : others) {
          work(other);
        }
        again(record);
        break;
      case 1:
        for (ConsumerRecord<String, String> other : others) {
          work(other);
          break; // and nothing more of the outer one: the limit
        }
        break;
      case 2:
        pool.execute(() -> again(record));
        break;
      case 3:
        pool.submit(() -> again(record));
        break;
      default:
        break;
    }
  }

  private void work(ConsumerRecord<String, String> record) {
    handled.incrementAndGet();
    again(record);
  }

  private void again(ConsumerRecord<String, String> record) {
    if (record.value().equals("first")) {
      return;
    }
    inScope.incrementAndGet();
    if (!record.value().equals(probe.traceId())) {
      wrong.add(record.value() + " is handled in " + probe.traceId());
    }
    probe.work("work " + record.value());
  }

  private void batched(ConsumerRecord<String, String> record) {
    outOfScope.incrementAndGet();
    probe.work("batch " + record.value());
  }

  private void expectNone(String when) {
    if (!probe.traceId().equals("none")) {
      wrong.add(when + " in " + probe.traceId());
    }
  }
}
