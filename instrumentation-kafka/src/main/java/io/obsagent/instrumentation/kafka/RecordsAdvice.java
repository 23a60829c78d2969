package io.obsagent.instrumentation.kafka;

import java.util.Iterator;
import java.util.List;
import net.bytebuddy.asm.Advice;

/** What is woven into {@code ConsumerRecords}: the ways to come to a record. */
public final class RecordsAdvice {
  private RecordsAdvice() {}

  /** {@code iterator()}; the loops, {@code forEach} and {@code spliterator} go through it. */
  public static final class OfAll {
    private OfAll() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned
    public static Iterator<?> exit(
        @Advice.This Object records, @Advice.Return Iterator<?> iterator) {
      ClientFacts facts = KafkaRecorder.handler(records);
      return facts == null || iterator == null ? iterator : new HandledIterator(iterator, facts);
    }
  }

  /** {@code records(TopicPartition)}. */
  public static final class OfPartition {
    private OfPartition() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned
    @SuppressWarnings("unchecked") // a list that is only read
    public static List<?> exit(@Advice.This Object records, @Advice.Return List<?> list) {
      ClientFacts facts = KafkaRecorder.handler(records);
      return facts == null || list == null || list.isEmpty()
          ? list
          : new HandledRecords((List<Object>) list, facts);
    }
  }

  /** {@code records(String)}. */
  public static final class OfTopic {
    private OfTopic() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned
    @SuppressWarnings("unchecked") // of things that are only read
    public static Iterable<?> exit(
        @Advice.This Object records, @Advice.Return Iterable<?> iterable) {
      ClientFacts facts = KafkaRecorder.handler(records);
      return facts == null || iterable == null
          ? iterable
          : new HandledIterable((Iterable<Object>) iterable, facts);
    }
  }
}
