package io.obsagent.instrumentation.kafka;

import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Span;

/**
 * A framework's call of the application with a record, or with a batch of them. While it lasts, its
 * span is current. Begun and ended on one thread.
 */
public final class Delivery {
  /** What frameworks wrap the application's exceptions in. */
  private static final String[] WRAPPERS = {
    "org.springframework.kafka.listener.ListenerExecutionFailedException",
    "org.apache.kafka.streams.errors.StreamsException"
  };

  private final Context context;

  /** Null where the topic is excluded. */
  private final Span span;

  private final ClientFacts facts;

  /** Null for a batch of several. */
  private final String topic;

  /** Below 0 for a batch. */
  private final int partition;

  private final Context before;
  private final int depth;

  Delivery(Context context, Span span, ClientFacts facts, String topic, int partition) {
    this.context = context;
    this.span = span;
    this.facts = facts;
    this.topic = topic;
    this.partition = partition;
    depth = FrameworkPolls.leave();
    before = context.makeCurrent();
  }

  /** Whether links are wanted. */
  public boolean isRecording() {
    return span != null && span.isRecording();
  }

  /** A record of the batch came from there; see {@link KafkaRecorder#link}. */
  public void link(Context producer, int partition, long offset, Object key, boolean tombstone) {
    KafkaRecorder.link(span, producer, partition, offset, key, tombstone);
  }

  /**
   * The application returns.
   *
   * @param thrown null if it does so without exception
   */
  public void end(Throwable thrown) {
    long now = System.nanoTime();
    context.restore(before);
    FrameworkPolls.reenter(depth);
    if (span != null) {
      KafkaRecorder.processed(span, facts, topic, partition, unwrapped(thrown), now);
    }
  }

  private static Throwable unwrapped(Throwable thrown) {
    Throwable inner = thrown;
    while (inner != null && inner.getCause() != null && isWrapper(inner)) {
      inner = inner.getCause();
    }
    return inner;
  }

  private static boolean isWrapper(Throwable thrown) {
    String name = thrown.getClass().getName();
    for (String each : WRAPPERS) {
      if (each.equals(name)) {
        return true;
      }
    }
    return false;
  }
}
