package io.obsagent.instrumentation.kafka;

import io.obsagent.engine.Engine;
import io.obsagent.engine.trace.OpenScope;
import io.obsagent.engine.trace.Span;
import net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;

/** What is woven into {@code KafkaConsumer}. */
public final class ConsumerAdvice {
  private ConsumerAdvice() {}

  /** {@code poll}: whatever record was left by a break is done with. */
  public static final class Poll {
    private Poll() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter() {
      OpenScope.abandonAll();
      return System.nanoTime();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.This Object consumer,
        @Advice.Enter Object startNanos,
        @Advice.Return Object polled,
        @Advice.Thrown Throwable thrown) {
      if (startNanos != null) {
        polled(consumer, (ConsumerRecords<?, ?>) polled, (Long) startNanos, thrown);
      }
    }
  }

  /** {@code close}: the same, and there is no consumer any more. */
  public static final class Close {
    private Close() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter() {
      OpenScope.abandonAll();
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.This Object consumer, @Advice.Thrown Throwable thrown) {
      // It may have refused: another thread is in it, or the timeout is none.
      if (thrown == null || ClientReader.isClosed(consumer)) {
        KafkaRecorder.closed(consumer);
      }
    }
  }

  private static void polled(
      Object consumer, ConsumerRecords<?, ?> records, long startNanos, Throwable thrown) {
    if (thrown == null ? records == null || records.isEmpty() : isWanted(thrown)) {
      return;
    }
    ClientFacts facts = ClientReader.consumer(consumer);
    if (thrown != null) {
      Span span = KafkaRecorder.polled(facts, 0, null, startNanos, thrown);
      if (span != null) {
        span.end();
      }
      return;
    }
    Span span = KafkaRecorder.polled(facts, records.count(), onlyTopic(records), startNanos, null);
    if (span != null) {
      long now = System.nanoTime();
      if (span.isRecording()) {
        link(span, records);
      }
      span.end(now);
    }
    KafkaRecorder.watch(consumer, facts, ClientLagAdapter.INSTANCE);
    for (TopicPartition each : records.partitions()) {
      KafkaRecorder.consumed(facts, each.topic(), records.records(each).size());
    }
    // Last: to look at marked records would be to handle them.
    KafkaRecorder.mark(records, facts);
  }

  /** What the application itself asked for. */
  private static boolean isWanted(Throwable thrown) {
    return thrown instanceof WakeupException || thrown instanceof InterruptException;
  }

  private static String onlyTopic(ConsumerRecords<?, ?> records) {
    String only = null;
    for (TopicPartition each : records.partitions()) {
      if (only != null && !only.equals(each.topic())) {
        return null;
      }
      only = each.topic();
    }
    return only;
  }

  private static void link(Span span, ConsumerRecords<?, ?> records) {
    for (TopicPartition each : records.partitions()) {
      if (!KafkaRecorder.excludes(each.topic())) {
        for (ConsumerRecord<?, ?> record : records.records(each)) {
          KafkaRecorder.link(
              span,
              Engine.propagator().extract(record.headers(), KafkaHeaders.INSTANCE),
              record.partition(),
              record.offset(),
              record.key(),
              record.value() == null);
        }
      }
    }
  }
}
