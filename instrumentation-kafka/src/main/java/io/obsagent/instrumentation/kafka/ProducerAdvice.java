package io.obsagent.instrumentation.kafka;

import io.obsagent.engine.Engine;
import io.obsagent.engine.propagation.Propagator;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Span;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** What is woven into {@code KafkaProducer}. */
public final class ProducerAdvice {
  private ProducerAdvice() {}

  /**
   * {@code doSend}, all that {@code send} does but for asking the interceptors: what they made of
   * the record is what is sent, so that one which copies it without headers does no harm.
   *
   * <p>Cost: the span, the call, the headers' texts and bytes.
   */
  public static final class Send {
    private Send() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments({
      @Advice.AssignReturned.ToArguments.ToArgument(value = 0, index = 0),
      @Advice.AssignReturned.ToArguments.ToArgument(value = 1, index = 1)
    })
    public static Object[] enter(
        @Advice.This Object producer,
        @Advice.Argument(0) Object record,
        @Advice.Argument(1) Object callback) {
      return begin(producer, (ProducerRecord<?, ?>) record, (Callback) callback);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object sent, @Advice.Thrown Throwable thrown) {
      if (sent != null) {
        SendCall call = (SendCall) ((Object[]) sent)[2];
        if (call != null) {
          call.exit(thrown);
        }
      }
    }
  }

  /**
   * {@code setReadOnly(Headers)}, the last moment before they are read. By now the producer has
   * asked the brokers: if one of them takes no headers, they have to go, or the send would fail.
   */
  public static final class LastLook {
    private LastLook() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This Object producer, @Advice.Argument(0) Object headers) {
      if (!ClientReader.takesHeaders(producer)) {
        List<String> ours = new ArrayList<>();
        for (Header header : (Headers) headers) {
          if (header instanceof TraceHeader) {
            ours.add(header.key());
          }
        }
        for (String key : ours) {
          ((Headers) headers).remove(key);
        }
      }
    }
  }

  private static Object[] begin(Object producer, ProducerRecord<?, ?> record, Callback callback) {
    if (record == null || KafkaRecorder.isOff()) {
      return null;
    }
    Context caller = Context.current();
    String topic = record.topic();
    if (KafkaRecorder.excludes(topic) || caller.isSuppressed()) {
      ProducerRecord<?, ?> sent = record;
      if (caller.isSuppressed() && KafkaRecorder.propagatesTo(topic)) {
        sent = inject(record, caller, null);
      }
      Callback last =
          callback == null || caller == Context.ROOT
              ? callback
              : new SendCall(null, caller, callback, null, topic);
      return new Object[] {sent, last, last == callback ? null : last};
    }
    ClientFacts facts = ClientReader.producer(producer);
    Span span =
        KafkaRecorder.sending(
            facts, topic, record.partition(), record.key(), record.value() == null);
    ProducerRecord<?, ?> sent =
        KafkaRecorder.propagatesTo(topic) ? inject(record, span, span) : record;
    SendCall call = new SendCall(span, caller, callback, facts, topic);
    call.enter();
    return new Object[] {sent, call, call};
  }

  /**
   * Writes the headers into the record, or into a copy where it takes none any more: it has been
   * sent before.
   */
  private static ProducerRecord<?, ?> inject(
      ProducerRecord<?, ?> record, Context context, Span span) {
    try {
      write(record.headers(), context, span);
      return record;
    } catch (IllegalStateException readOnly) {
      List<Header> theirs = new ArrayList<>();
      for (Header header : record.headers()) {
        if (!(header instanceof TraceHeader)) {
          theirs.add(header);
        }
      }
      ProducerRecord<?, ?> copy =
          new ProducerRecord<Object, Object>(
              record.topic(),
              record.partition(),
              record.timestamp(),
              record.key(),
              record.value(),
              theirs);
      write(copy.headers(), context, span);
      return copy;
    }
  }

  private static void write(Headers headers, Context context, Span span) {
    Propagator propagator = Engine.propagator();
    Context other =
        propagator.injectUnlessOther(
            context, headers, KafkaHeaders.INSTANCE, KafkaHeaders.INSTANCE);
    if (other != null && span != null) {
      span.link(other);
    }
  }
}
