package io.obsagent.instrumentation.kafka;

import io.obsagent.engine.Engine;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.trace.Context;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** From a record of the library to a scope of ours. Called by the iterators, so it never throws. */
final class RecordHandling {
  private RecordHandling() {}

  /** Null where nothing is traced. */
  static RecordScope begin(Object record, ClientFacts facts) {
    if (!(record instanceof ConsumerRecord)) {
      return null;
    }
    try {
      ConsumerRecord<?, ?> polled = (ConsumerRecord<?, ?>) record;
      Context producer = Engine.propagator().extract(polled.headers(), KafkaHeaders.INSTANCE);
      KafkaRecorder.begins(facts, polled.topic(), polled.timestamp());
      return KafkaRecorder.handling(
          facts,
          producer,
          polled.topic(),
          polled.partition(),
          polled.offset(),
          polled.key(),
          polled.value() == null,
          polled.serializedValueSize());
    } catch (Throwable fault) {
      AgentHealth.count(AgentHealth.SUPPRESSED_EXCEPTIONS);
      return null;
    }
  }

  /**
   * @param scope null does nothing
   * @param thrown what handling it threw, if that was seen
   */
  static void end(RecordScope scope, Throwable thrown) {
    if (scope != null) {
      if (thrown != null) {
        scope.failed(thrown);
      }
      scope.close(System.nanoTime());
    }
  }
}
