package io.obsagent.instrumentation.kafka;

import io.obsagent.engine.Engine;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** From the client's records, as a framework hands them to the application, to ours. */
final class DeliveredRecords {
  private DeliveredRecords() {}

  /** Null where nothing is traced. */
  static Delivery one(ConsumerRecord<?, ?> record, ClientFacts facts) {
    KafkaRecorder.begins(facts, record.topic(), record.timestamp());
    return KafkaRecorder.delivering(
        facts,
        Engine.propagator().extract(record.headers(), KafkaHeaders.INSTANCE),
        record.topic(),
        record.partition(),
        record.offset(),
        record.key(),
        record.value() == null,
        record.serializedValueSize());
  }

  /** Null where nothing is traced. */
  static Delivery batch(List<?> records, ClientFacts facts) {
    String last = null;
    boolean mixed = false;
    boolean excluded = true;
    for (Object each : records) {
      String topic = ((ConsumerRecord<?, ?>) each).topic();
      if (!topic.equals(last)) {
        mixed = mixed || last != null;
        last = topic;
        excluded = excluded && KafkaRecorder.excludes(topic);
      }
    }
    for (Object each : records) {
      ConsumerRecord<?, ?> record = (ConsumerRecord<?, ?>) each;
      KafkaRecorder.begins(facts, record.topic(), record.timestamp());
    }
    Delivery delivery =
        KafkaRecorder.deliveringBatch(facts, mixed ? null : last, records.size(), excluded);
    if (delivery != null && delivery.isRecording()) {
      for (Object each : records) {
        ConsumerRecord<?, ?> record = (ConsumerRecord<?, ?>) each;
        if (!KafkaRecorder.excludes(record.topic())) {
          delivery.link(
              Engine.propagator().extract(record.headers(), KafkaHeaders.INSTANCE),
              record.partition(),
              record.offset(),
              record.key(),
              record.value() == null);
        }
      }
    }
    return delivery;
  }
}
