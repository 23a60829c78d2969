package io.obsagent.instrumentation.kafka;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Span;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * One record on its way to the broker: stands in for the application's callback, which runs in the
 * context it was given in. Ends on whichever thread learns first how it went; which one that is, is
 * decided by one compare-and-set.
 */
final class SendCall implements Callback {
  private static final AtomicIntegerFieldUpdater<SendCall> ENDED =
      AtomicIntegerFieldUpdater.newUpdater(SendCall.class, "ended");

  /** Null inside an excluded call. */
  private final Span span;

  private final Context caller;
  private final Callback callback;
  private final ClientFacts facts;
  private final String topic;

  /** The caller's fragment waits for its callback. */
  private final boolean retained;

  private volatile int ended;

  /** Of the sending thread, while it is inside. */
  private Context before;

  SendCall(Span span, Context caller, Callback callback, ClientFacts facts, String topic) {
    this.span = span;
    this.caller = caller;
    this.callback = callback;
    this.facts = facts;
    this.topic = topic;
    this.retained = callback != null && caller instanceof Span && ((Span) caller).retainFragment();
  }

  /** The sending thread goes in. */
  void enter() {
    if (span != null) {
      before = span.makeCurrent();
    }
  }

  /** The sending thread comes back. */
  void exit(Throwable thrown) {
    if (span != null) {
      span.restore(before);
      before = null;
    }
    if (thrown != null && ENDED.compareAndSet(this, 0, 1)) {
      end(null, thrown);
      release();
    }
  }

  @Override
  public void onCompletion(RecordMetadata metadata, Exception exception) {
    boolean first = ENDED.compareAndSet(this, 0, 1);
    if (first) {
      end(metadata, exception);
    }
    if (callback != null) {
      Context here = caller.makeCurrent();
      try {
        callback.onCompletion(metadata, exception);
      } finally {
        caller.restore(here);
        if (first) {
          release();
        }
      }
    }
  }

  private void release() {
    if (retained) {
      ((Span) caller).releaseFragment();
    }
  }

  private void end(RecordMetadata metadata, Throwable failure) {
    if (span == null) {
      return;
    }
    try {
      boolean known = metadata != null && failure == null;
      KafkaRecorder.sent(
          span,
          facts,
          topic,
          metadata == null ? -1 : metadata.partition(),
          known && metadata.hasOffset() ? metadata.offset() : -1,
          known ? metadata.serializedValueSize() : -1,
          failure);
    } catch (Throwable fault) {
      AgentHealth.count(AgentHealth.SUPPRESSED_EXCEPTIONS);
    }
  }
}
