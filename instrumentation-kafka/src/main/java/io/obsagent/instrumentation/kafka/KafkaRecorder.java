package io.obsagent.instrumentation.kafka;

import io.obsagent.engine.Engine;
import io.obsagent.engine.LiveSwitch;
import io.obsagent.engine.semantics.ErrorAttributes;
import io.obsagent.engine.semantics.MessagingAttributes;
import io.obsagent.engine.semantics.NetworkAttributes;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.LinkAttributes;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.weaving.ForeignState;
import java.util.UUID;

/**
 * What spans say about Kafka. Knows no class of the client, so that it is written once for all
 * versions. Stateless; nothing here holds a lock, and nothing calls an object of the application.
 *
 * <p>{@link #sent}, {@link #polled} and {@link #processed} are where a call ends, recorded or not:
 * duration, topic, client and failure of each are at hand there, once per call.
 */
public final class KafkaRecorder {
  static final InstrumentationScope SCOPE = InstrumentationScope.named("io.obsagent.kafka");

  static final String RECORDS_STATE = "kafka.polled";

  private static final String SEND = "send";
  private static final String POLL = "poll";
  private static final String PROCESS = "process";

  private static final ForeignState<PolledRecords> RECORDS = ForeignState.named(RECORDS_STATE);

  private static final LiveSwitch SWITCH = LiveSwitch.of("kafka");

  private KafkaRecorder() {}

  /** Nothing new is traced or counted at the moment, and no header written. */
  public static boolean isOff() {
    return !SWITCH.isOn();
  }

  /** Neither traced nor counted, by {@code obs.exclude.topics}. */
  public static boolean excludes(String topic) {
    return KafkaSettings.current().excludes(topic);
  }

  /** Whether a record to this topic gets headers. */
  public static boolean propagatesTo(String topic) {
    return KafkaSettings.current().propagatesTo(topic);
  }

  /** Opens the span of a record that is sent, below the current context. */
  public static Span sending(
      ClientFacts facts, String topic, Integer partition, Object key, boolean tombstone) {
    Span span = Engine.tracer().startChild(SpanKind.PRODUCER, SCOPE, System.nanoTime());
    if (span.isRecording()) {
      span.name(facts.spanName(SEND, topic));
      describe(span, facts, SEND, SEND);
      span.set(MessagingAttributes.DESTINATION, topic);
      if (partition != null) {
        span.set(MessagingAttributes.PARTITION, partition.toString());
      }
      describeMessage(span, key, tombstone);
    }
    return span;
  }

  /**
   * The record was taken by the broker, or was not.
   *
   * @param partition where it went, below 0 if it is not known
   * @param offset in its partition, below 0 if it is not known
   * @param bodySize bytes, below 0 if not known
   * @param failure null if all went well
   */
  public static void sent(
      Span span,
      ClientFacts facts,
      String topic,
      int partition,
      long offset,
      int bodySize,
      Throwable failure) {
    long now = System.nanoTime();
    if (span.isRecording()) {
      if (partition >= 0) {
        span.set(MessagingAttributes.PARTITION, PartitionNumbers.text(partition));
      }
      if (offset >= 0) {
        span.set(MessagingAttributes.KAFKA_OFFSET, offset);
      }
      if (bodySize >= 0 && KafkaSettings.current().bodySize) {
        span.set(MessagingAttributes.BODY_SIZE, bodySize);
      }
      fail(span, failure);
    }
    span.end(now);
    KafkaSettings.current().metrics.sent(facts, topic, now - span.startNanos(), failure);
  }

  /** What {@code records} were marked with when they were polled; null for any others. */
  public static PolledRecords polled(Object records) {
    return RECORDS.get(records);
  }

  /** Who polled them, if to iterate over them is to handle them; else null. */
  public static ClientFacts handler(Object records) {
    PolledRecords polled = RECORDS.get(records);
    return polled == null || !polled.handledByIterating() ? null : polled.facts();
  }

  /** Records were polled: from now on they are known. */
  public static void mark(Object records, ClientFacts facts) {
    RECORDS.set(records, new PolledRecords(facts, !FrameworkPolls.polled(facts)));
  }

  /**
   * A poll has brought records, or has failed.
   *
   * @param count of the records
   * @param onlyTopic the topic if they are all of one
   * @param failure null if it has not failed
   * @return the span, to be linked and ended; null if there is to be none
   */
  public static Span polled(
      ClientFacts facts, int count, String onlyTopic, long startNanos, Throwable failure) {
    Context current = Context.current();
    if (isOff() || current.isSuppressed() || (onlyTopic != null && excludes(onlyTopic))) {
      return null;
    }
    KafkaSettings settings = KafkaSettings.current();
    settings.metrics.polled(facts, onlyTopic, System.nanoTime() - startNanos, failure);
    if (!settings.pollSpans) {
      return null;
    }
    Span span = Engine.tracer().startChild(current, SpanKind.CLIENT, SCOPE, startNanos);
    if (span.isRecording()) {
      span.name(onlyTopic == null ? POLL : facts.spanName(POLL, onlyTopic));
      describe(span, facts, POLL, "receive");
      span.set(MessagingAttributes.DESTINATION, onlyTopic);
      if (failure == null) {
        span.set(MessagingAttributes.MESSAGE_COUNT, count);
      }
      fail(span, failure);
    }
    return span;
  }

  /** A consumer has got records: from now on its lag is read. */
  public static void watch(Object consumer, ClientFacts facts, LagAdapter adapter) {
    KafkaSettings.current().metrics.watch(consumer, facts, adapter);
  }

  /** A consumer is closed: its lag is nothing any more. */
  public static void closed(Object consumer) {
    KafkaSettings.current().metrics.forget(consumer);
  }

  /** A poll has brought so many messages of a topic. */
  public static void consumed(ClientFacts facts, String topic, int count) {
    ConsumerLag lag = facts.lag();
    if (lag != null) {
      lag.saw(topic);
    }
    if (!isOff() && !Context.current().isSuppressed() && !excludes(topic)) {
      KafkaSettings.current().metrics.consumed(facts, topic, count);
    }
  }

  /**
   * The application is about to handle a message.
   *
   * @param timestampMillis the message's own, below 0 if it has none
   */
  public static void begins(ClientFacts facts, String topic, long timestampMillis) {
    if (!isOff() && !Context.current().isSuppressed() && !excludes(topic)) {
      KafkaSettings.current().metrics.begins(facts, topic, timestampMillis);
    }
  }

  /**
   * The application begins to handle a record it came to by iterating. Makes its span current.
   *
   * @param producer what the record's headers say
   * @return the scope to close when it is done; null where nothing is traced
   */
  public static RecordScope handling(
      ClientFacts facts,
      Context producer,
      String topic,
      int partition,
      long offset,
      Object key,
      boolean tombstone,
      int bodySize) {
    Context ambient = Context.current();
    if (ambient.isSuppressed() || isOff()) {
      return null;
    }
    long now = System.nanoTime();
    RecordScope scope;
    if (excludes(topic)) {
      scope = new RecordScope(Context.suppressed(producer), null, facts, topic, partition);
    } else {
      Span span = Engine.tracer().startRootInside(producer, SpanKind.CONSUMER, SCOPE, now);
      if (span.isRecording()) {
        link(span, producer, ambient);
        describeRecord(span, facts, topic, partition, offset, key, tombstone, bodySize);
      }
      scope = new RecordScope(span, span, facts, topic, partition);
    }
    scope.open(now);
    return scope;
  }

  /**
   * A framework calls the application with a record. Makes its span current.
   *
   * @param producer what the record's headers say
   * @return to be ended when the call returns; null where nothing is traced
   */
  public static Delivery delivering(
      ClientFacts facts,
      Context producer,
      String topic,
      int partition,
      long offset,
      Object key,
      boolean tombstone,
      int bodySize) {
    Context ambient = Context.current();
    if (ambient.isSuppressed() || isOff()) {
      return null;
    }
    if (excludes(topic)) {
      return new Delivery(Context.suppressed(producer), null, facts, topic, partition);
    }
    Span span = Engine.tracer().startRoot(producer, SpanKind.CONSUMER, SCOPE, System.nanoTime());
    if (span.isRecording()) {
      link(span, producer, ambient);
      describeRecord(span, facts, topic, partition, offset, key, tombstone, bodySize);
    }
    return new Delivery(span, span, facts, topic, partition);
  }

  /**
   * A framework calls the application with a batch of records. Makes its span, which begins a trace
   * of its own, current.
   *
   * @param onlyTopic the topic if they are all of one
   * @param excluded if all their topics are
   * @return to be linked to each record's producer, and ended when the call returns; null where
   *     nothing is traced
   */
  public static Delivery deliveringBatch(
      ClientFacts facts, String onlyTopic, int count, boolean excluded) {
    Context ambient = Context.current();
    if (ambient.isSuppressed() || isOff()) {
      return null;
    }
    if (excluded) {
      return new Delivery(Context.suppressed(Context.ROOT), null, facts, onlyTopic, -1);
    }
    Span span =
        Engine.tracer().startRoot(Context.ROOT, SpanKind.CONSUMER, SCOPE, System.nanoTime());
    if (span.isRecording()) {
      span.name(onlyTopic == null ? PROCESS : facts.spanName(PROCESS, onlyTopic));
      describe(span, facts, PROCESS, PROCESS);
      span.set(MessagingAttributes.DESTINATION, onlyTopic);
      span.set(MessagingAttributes.MESSAGE_COUNT, count);
      span.link(ambient);
    }
    return new Delivery(span, span, facts, onlyTopic, -1);
  }

  /**
   * A span of several messages was given this one too.
   *
   * @param producer what the message's headers say; without an identity there is no link
   * @param partition below 0 if it is not known
   * @param offset in its partition
   */
  public static void link(
      Span span, Context producer, int partition, long offset, Object key, boolean tombstone) {
    if (!producer.hasTrace()) {
      return;
    }
    LinkAttributes about = new LinkAttributes();
    if (partition >= 0) {
      about.add(MessagingAttributes.PARTITION, PartitionNumbers.text(partition));
    }
    about.add(MessagingAttributes.KAFKA_OFFSET, offset);
    about.add(MessagingAttributes.KAFKA_KEY, text(key));
    if (tombstone) {
      about.add(MessagingAttributes.KAFKA_TOMBSTONE, true);
    }
    span.link(producer, about);
  }

  private static void link(Span span, Context producer, Context ambient) {
    span.link(producer);
    span.link(ambient);
  }

  private static void describeRecord(
      Span span,
      ClientFacts facts,
      String topic,
      int partition,
      long offset,
      Object key,
      boolean tombstone,
      int bodySize) {
    span.name(facts.spanName(PROCESS, topic));
    describe(span, facts, PROCESS, PROCESS);
    span.set(MessagingAttributes.DESTINATION, topic);
    span.set(MessagingAttributes.PARTITION, PartitionNumbers.text(partition));
    span.set(MessagingAttributes.KAFKA_OFFSET, offset);
    describeMessage(span, key, tombstone);
    if (bodySize >= 0 && KafkaSettings.current().bodySize) {
      span.set(MessagingAttributes.BODY_SIZE, bodySize);
    }
  }

  /**
   * A record was handled.
   *
   * @param failure what handling it threw, as far as that was seen; or null
   */
  static void processed(
      Span span, ClientFacts facts, String topic, int partition, Throwable failure, long endNanos) {
    if (span.isRecording()) {
      fail(span, failure);
    }
    span.end(endNanos);
    KafkaSettings.current().metrics.processed(facts, topic, endNanos - span.startNanos(), failure);
  }

  private static void describe(Span span, ClientFacts facts, String operation, String type) {
    span.set(MessagingAttributes.SYSTEM, "kafka");
    span.set(MessagingAttributes.OPERATION_NAME, operation);
    span.set(MessagingAttributes.OPERATION_TYPE, type);
    span.set(MessagingAttributes.CLIENT_ID, facts.clientId);
    span.set(MessagingAttributes.CONSUMER_GROUP, facts.group);
    if (facts.serverAddress != null) {
      span.set(NetworkAttributes.SERVER_ADDRESS, facts.serverAddress);
      span.set(NetworkAttributes.SERVER_PORT, facts.serverPort);
    }
  }

  private static void describeMessage(Span span, Object key, boolean tombstone) {
    span.set(MessagingAttributes.KAFKA_KEY, text(key));
    if (tombstone) {
      span.set(MessagingAttributes.KAFKA_TOMBSTONE, true);
    }
  }

  /** Null where we would have to ask the application what the text of its key is. */
  private static String text(Object key) {
    if (key instanceof String) {
      return (String) key;
    }
    return key instanceof Integer
            || key instanceof Long
            || key instanceof Short
            || key instanceof Float
            || key instanceof Double
            || key instanceof UUID
        ? key.toString()
        : null;
  }

  private static void fail(Span span, Throwable failure) {
    if (failure != null) {
      span.set(ErrorAttributes.TYPE, failure.getClass().getName());
      span.recordException(failure, null);
      span.fail(message(failure));
    }
  }

  /** The application's own exceptions may not even tell their message. */
  private static String message(Throwable failure) {
    try {
      return failure.getMessage();
    } catch (Throwable broken) {
      return null;
    }
  }
}
