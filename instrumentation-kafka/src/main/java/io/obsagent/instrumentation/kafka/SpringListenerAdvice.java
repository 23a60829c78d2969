package io.obsagent.instrumentation.kafka;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * What is woven into Spring's listener containers where they call the listener. Some of those
 * methods call each other: the outermost counts, since inside the framework's own polling is not
 * under way any more.
 */
public final class SpringListenerAdvice {
  private SpringListenerAdvice() {}

  /** With one record. */
  public static final class One {
    private One() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.Argument(0) Object record) {
      return FrameworkPolls.isUnderWay() && record instanceof ConsumerRecord
          ? DeliveredRecords.one((ConsumerRecord<?, ?>) record, FrameworkPolls.poller())
          : null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object delivery, @Advice.Thrown Throwable thrown) {
      if (delivery != null) {
        ((Delivery) delivery).end(thrown);
      }
    }
  }

  /** With all records of a poll, as such or as a list of them; the other is null or empty. */
  public static final class Batch {
    private Batch() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(
        @Advice.Argument(0) Object records, @Advice.Argument(1) Object list) {
      if (!FrameworkPolls.isUnderWay()) {
        return null;
      }
      List<Object> all = new ArrayList<>();
      if (list instanceof List) {
        all.addAll((List<?>) list);
      }
      if (all.isEmpty() && records instanceof ConsumerRecords) {
        for (ConsumerRecord<?, ?> each : (ConsumerRecords<?, ?>) records) {
          all.add(each);
        }
      }
      return all.isEmpty() ? null : DeliveredRecords.batch(all, FrameworkPolls.poller());
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object delivery, @Advice.Thrown Throwable thrown) {
      if (delivery != null) {
        ((Delivery) delivery).end(thrown);
      }
    }
  }
}
