package io.obsagent.instrumentation.kafka;

import io.obsagent.engine.Engine;
import java.util.Collection;
import net.bytebuddy.asm.Advice;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * What is woven into {@code SinkTask.put}: one span for the records of the call. A task that calls
 * another one, or its super class, is one call: inside the outermost the worker's own polling is
 * not under way any more.
 */
public final class SinkTaskAdvice {
  private SinkTaskAdvice() {}

  /** {@code put}. */
  public static final class Put {
    private Put() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.Argument(0) Object records) {
      return FrameworkPolls.isUnderWay() && records instanceof Collection
          ? begin((Collection<?>) records)
          : null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object delivery, @Advice.Thrown Throwable thrown) {
      if (delivery != null) {
        ((Delivery) delivery).end(thrown);
      }
    }
  }

  private static Delivery begin(Collection<?> records) {
    if (records.isEmpty()) {
      return null;
    }
    String last = null;
    boolean mixed = false;
    boolean excluded = true;
    for (Object each : records) {
      String topic = ((SinkRecord) each).topic();
      if (!topic.equals(last)) {
        mixed = mixed || last != null;
        last = topic;
        excluded = excluded && KafkaRecorder.excludes(topic);
      }
    }
    for (Object each : records) {
      SinkRecord record = (SinkRecord) each;
      Long timestamp = record.timestamp();
      KafkaRecorder.begins(
          FrameworkPolls.poller(), record.topic(), timestamp == null ? -1 : timestamp);
    }
    Delivery delivery =
        KafkaRecorder.deliveringBatch(
            FrameworkPolls.poller(), mixed ? null : last, records.size(), excluded);
    if (delivery != null && delivery.isRecording()) {
      for (Object each : records) {
        SinkRecord record = (SinkRecord) each;
        if (!KafkaRecorder.excludes(record.topic())) {
          Integer partition = record.kafkaPartition();
          delivery.link(
              Engine.propagator().extract(record.headers(), ConnectHeaders.INSTANCE),
              partition == null ? -1 : partition,
              record.kafkaOffset(),
              record.key(),
              record.value() == null);
        }
      }
    }
    return delivery;
  }
}
