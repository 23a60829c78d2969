package com.example.kafka;

import com.example.kafka.api.Probe;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.IntegerSerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Ways to send a record. Each method is called by name, in a class loader of its own. */
public class Sending extends Application {
  public Sending(String servers, Probe probe) {
    super(servers, probe);
  }

  private static ProducerRecord<String, String> record(String topic, String value) {
    return new ProducerRecord<>(topic, 0, "k", value);
  }

  public Object plain(String topic) throws Exception {
    return sendEach(topic, "one");
  }

  public Object headers(String topic) {
    return headersOf(topic, 1);
  }

  public Object keysAndTombstones(String topic) throws Exception {
    try (KafkaProducer<byte[], String> bytes =
            new KafkaProducer<>(settings(), new ByteArraySerializer(), new StringSerializer());
        KafkaProducer<Integer, String> numbers =
            new KafkaProducer<>(settings(), new IntegerSerializer(), new StringSerializer());
        KafkaProducer<Object, String> odd =
            new KafkaProducer<>(settings(), new OddSerializer(), new StringSerializer())) {
      bytes.send(new ProducerRecord<>(topic, 0, new byte[] {1, 2}, "bytes")).get();
      bytes.send(new ProducerRecord<>(topic, 0, null, "no key")).get();
      numbers.send(new ProducerRecord<>(topic, 0, 4711, null)).get();
      odd.send(new ProducerRecord<>(topic, 0, new Odd(), "odd")).get();
    }
    return null;
  }

  /** What nobody may ask for its text. */
  static final class Odd {
    @Override
    public String toString() {
      throw new AssertionError("toString of the application's key");
    }

    @Override
    public int hashCode() {
      throw new AssertionError("hashCode of the application's key");
    }

    @Override
    @SuppressWarnings("EqualsUnsafeCast")
    public boolean equals(Object other) {
      throw new AssertionError("equals of the application's key");
    }
  }

  static final class OddSerializer implements Serializer<Object> {
    @Override
    public void configure(java.util.Map<String, ?> configs, boolean isKey) {}

    @Override
    public byte[] serialize(String topic, Object data) {
      return new byte[] {7};
    }

    @Override
    public void close() {}
  }

  static final class FailingSerializer implements Serializer<String> {
    @Override
    public void configure(java.util.Map<String, ?> configs, boolean isKey) {}

    @Override
    public byte[] serialize(String topic, String data) {
      throw new IllegalArgumentException("cannot write " + data);
    }

    @Override
    public void close() {}
  }

  public Object serializerFails(String topic) {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings(), new StringSerializer(), new FailingSerializer())) {
      producer.send(record(topic, "bad"), (metadata, exception) -> {});
      return "sent";
    } catch (RuntimeException expected) {
      return expected.getClass().getName() + ": " + expected.getMessage();
    }
  }

  /** There is no broker: the metadata never come. */
  public Object nobodyThere(String topic) throws Exception {
    List<String> told = new ArrayList<>();
    try (KafkaProducer<String, String> producer =
        producer("bootstrap.servers", "127.0.0.1:1", "max.block.ms", "50")) {
      try {
        producer
            .send(record(topic, "lost"), (metadata, exception) -> told.add(exception.getMessage()))
            .get();
      } catch (ExecutionException expected) {
        told.add(expected.getCause().getMessage());
      }
    }
    return told;
  }

  /** The buffer is smaller than what waits in it. */
  public Object bufferExhausted(String topic) throws Exception {
    List<String> failures = Collections.synchronizedList(new ArrayList<>());
    char[] text = new char[12_000];
    Arrays.fill(text, 'x');
    try (KafkaProducer<String, String> producer =
        producer(
            "buffer.memory", "16384",
            "batch.size", "16384",
            "max.block.ms", "1")) {
      for (boolean known = false; !known; ) {
        try {
          known = !producer.partitionsFor(topic).isEmpty();
        } catch (RuntimeException notYet) {
          // In a millisecond.
        }
      }
      for (int i = 0; i < 100; i++) {
        try {
          producer.send(
              new ProducerRecord<>(topic, i % 3, "k", new String(text)),
              (metadata, exception) -> {
                if (exception != null) {
                  failures.add("callback " + exception.getClass().getSimpleName());
                }
              });
        } catch (RuntimeException thrown) {
          failures.add("thrown " + thrown.getClass().getSimpleName());
        }
      }
    }
    return failures;
  }

  public Object callbackAndSendFromIt(String topic) throws Exception {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    try (KafkaProducer<String, String> producer = producer()) {
      CountDownLatch done = new CountDownLatch(2);
      told.add(
          probe.inRequest(
              () -> {
                producer.send(
                    record(topic, "first"),
                    (metadata, exception) -> {
                      told.add(Thread.currentThread().getName());
                      told.add(probe.traceId());
                      probe.work("in callback");
                      producer.send(
                          record(topic, "second"),
                          (again, none) -> {
                            told.add(probe.traceId());
                            done.countDown();
                          });
                      done.countDown();
                    });
                return probe.traceId();
              }));
      done.await();
    }
    return told;
  }

  public Object callbackThatThrows(String topic) throws Exception {
    try (KafkaProducer<String, String> producer = producer()) {
      producer
          .send(
              record(topic, "one"),
              (metadata, exception) -> {
                throw new IllegalStateException("callback");
              })
          .get();
      return producer.send(record(topic, "two")).get().offset();
    }
  }

  public Object sameRecordTwice(String topic) throws Exception {
    ProducerRecord<String, String> record = record(topic, "one");
    record.headers().add("mine", "x".getBytes(StandardCharsets.UTF_8));
    List<String> traces = new ArrayList<>();
    try (KafkaProducer<String, String> producer = producer()) {
      for (int i = 0; i < 2; i++) {
        traces.add(
            probe.inRequest(
                () -> {
                  producer.send(record).get();
                  return probe.traceId();
                }));
      }
    }
    traces.add(headersOf(topic, 2).toString());
    return traces;
  }

  public Object interceptorCopies(String topic) throws Exception {
    try (KafkaProducer<String, String> producer =
        producer("interceptor.classes", CopyingInterceptor.class.getName())) {
      producer.send(record(topic, "one")).get();
    }
    return headersOf(topic, 1);
  }

  /** A copied identity, one of another trace, one that is none, two. */
  public Object withTraceParents(String topic) throws Exception {
    String foreign = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    try (KafkaProducer<String, String> producer = producer()) {
      probe.inRequest(
          () -> {
            String copied = "00-" + probe.traceId() + "-00f067aa0ba902b7-01";
            for (String[] given :
                new String[][] {{copied}, {foreign}, {"poison"}, {foreign, copied}}) {
              ProducerRecord<String, String> record = record(topic, "one");
              for (String each : given) {
                record.headers().add("traceparent", each.getBytes(StandardCharsets.UTF_8));
              }
              producer.send(record).get();
            }
            return null;
          });
    }
    return headersOf(topic, 4);
  }

  public Object transactional(String topic) throws Exception {
    try (KafkaProducer<String, String> producer = producer("transactional.id", "tx-" + topic)) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(record(topic, "committed")).get();
      producer.commitTransaction();
      producer.beginTransaction();
      producer.send(record(topic, "aborted"));
      producer.abortTransaction();
    }
    try (KafkaProducer<String, String> producer =
        producer("enable.idempotence", "true", "acks", "all")) {
      return producer.send(record(topic, "idempotent")).get().partition();
    }
  }

  /** As after a broker from before 0.11 has shown itself. */
  public Object toAnOldBroker(String topic) throws Exception {
    List<Object> told = new ArrayList<>();
    try (KafkaProducer<String, String> producer = producer("enable.idempotence", "false")) {
      producer.send(record(topic, "new")).get();
      Field versions = KafkaProducer.class.getDeclaredField("apiVersions");
      versions.setAccessible(true);
      Field magic = versions.get(producer).getClass().getDeclaredField("maxUsableProduceMagic");
      magic.setAccessible(true);
      magic.set(versions.get(producer), (byte) 1);
      told.add(probe.inRequest(() -> producer.send(record(topic, "old")).get().offset()));
    }
    told.addAll(headersOf(topic, 2));
    return told;
  }

  public Object withHeaders(String topic) throws Exception {
    try (KafkaProducer<String, String> producer = producer()) {
      ProducerRecord<String, String> record = record(topic, "one");
      record.headers().add(new RecordHeader("traceparent", (byte[]) null));
      producer.send(record).get();
    }
    return headersOf(topic, 1);
  }
}
