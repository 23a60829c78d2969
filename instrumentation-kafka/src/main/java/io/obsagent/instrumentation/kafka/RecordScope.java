package io.obsagent.instrumentation.kafka;

import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.OpenScope;
import io.obsagent.engine.trace.Span;

/** One record of an iteration while the application handles it. */
public final class RecordScope extends OpenScope {
  /** Null where the topic is excluded. */
  private final Span span;

  private final ClientFacts facts;
  private final String topic;
  private final int partition;
  private Throwable failure;

  RecordScope(Context context, Span span, ClientFacts facts, String topic, int partition) {
    super(context);
    this.span = span;
    this.facts = facts;
    this.topic = topic;
    this.partition = partition;
  }

  /** Handling it threw; said before the scope is closed. */
  public void failed(Throwable thrown) {
    failure = thrown;
  }

  @Override
  protected void ended(long endNanos) {
    if (span != null) {
      KafkaRecorder.processed(span, facts, topic, partition, failure, endNanos);
    }
  }
}
