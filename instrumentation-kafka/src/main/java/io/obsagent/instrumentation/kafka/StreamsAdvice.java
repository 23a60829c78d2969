package io.obsagent.instrumentation.kafka;

import net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.processor.internals.StampedRecord;

/** What is woven into Kafka Streams. */
public final class StreamsAdvice {
  private StreamsAdvice() {}

  /** {@code StreamTask.process}: at most one record through the topology. */
  public static final class Process {
    private Process() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter() {
      return StreamsRecords.begin() ? Boolean.TRUE : null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object begun, @Advice.Thrown Throwable thrown) {
      if (begun != null) {
        StreamsRecords.end(thrown);
      }
    }
  }

  /** {@code PartitionGroup.nextRecord}, inside: which record that is. */
  public static final class Next {
    private Next() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.Return Object next) {
      if (next == null || !StreamsRecords.isWaiting()) {
        return;
      }
      ConsumerRecord<?, ?> record = ((StampedRecord) next).value;
      if (record != null) {
        StreamsRecords.taken(DeliveredRecords.one(record, FrameworkPolls.poller()));
      }
    }
  }
}
