package io.obsagent.instrumentation.kafka;

import io.obsagent.engine.metrics.Buckets;
import io.obsagent.engine.metrics.Counter;
import io.obsagent.engine.metrics.DurationHistogram;
import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.semantics.ErrorAttributes;
import io.obsagent.engine.semantics.MessagingAttributes;
import io.obsagent.engine.semantics.NetworkAttributes;

/** What is counted of messaging, sampled or not. Safe for any thread. */
final class KafkaMetrics {
  private static final String KAFKA = "kafka";

  private final DurationHistogram operations;
  private final DurationHistogram processing;
  private final DurationHistogram timeInQueue;
  private final Counter sent;
  private final Counter consumed;
  private final ConsumerLags lags = new ConsumerLags();
  private final boolean enabled;

  KafkaMetrics(Metrics metrics) {
    enabled = metrics.isEnabled();
    metrics.observe(
        Instrument.Kind.GAUGE,
        KafkaRecorder.SCOPE,
        "obs.messaging.consumer.lag",
        "{message}",
        "Messages of a partition that its consumer has not got yet, as the client itself tells.",
        lags,
        MessagingAttributes.CONSUMER_GROUP,
        MessagingAttributes.DESTINATION,
        MessagingAttributes.PARTITION);
    operations =
        metrics.histogram(
            KafkaRecorder.SCOPE,
            "messaging.client.operation.duration",
            "Duration of messaging operations initiated by a producer or consumer client.",
            Buckets.HTTP,
            MessagingAttributes.SYSTEM,
            MessagingAttributes.OPERATION_NAME,
            MessagingAttributes.OPERATION_TYPE,
            MessagingAttributes.DESTINATION,
            MessagingAttributes.CONSUMER_GROUP,
            ErrorAttributes.TYPE,
            NetworkAttributes.SERVER_ADDRESS,
            NetworkAttributes.SERVER_PORT);
    processing =
        metrics.histogram(
            KafkaRecorder.SCOPE,
            "messaging.process.duration",
            "Duration of processing operation.",
            Buckets.HTTP,
            MessagingAttributes.SYSTEM,
            MessagingAttributes.OPERATION_NAME,
            MessagingAttributes.DESTINATION,
            MessagingAttributes.CONSUMER_GROUP,
            ErrorAttributes.TYPE,
            NetworkAttributes.SERVER_ADDRESS,
            NetworkAttributes.SERVER_PORT);
    timeInQueue =
        metrics.histogram(
            KafkaRecorder.SCOPE,
            "obs.messaging.time_in_queue",
            "Age of a message, by its own timestamp, when its processing begins.",
            Buckets.HTTP,
            MessagingAttributes.SYSTEM,
            MessagingAttributes.DESTINATION,
            MessagingAttributes.CONSUMER_GROUP);
    sent =
        metrics.counter(
            KafkaRecorder.SCOPE,
            "messaging.client.sent.messages",
            "{message}",
            "Number of messages producer attempted to send to the broker.",
            MessagingAttributes.SYSTEM,
            MessagingAttributes.OPERATION_NAME,
            MessagingAttributes.DESTINATION,
            ErrorAttributes.TYPE,
            NetworkAttributes.SERVER_ADDRESS,
            NetworkAttributes.SERVER_PORT);
    consumed =
        metrics.counter(
            KafkaRecorder.SCOPE,
            "messaging.client.consumed.messages",
            "{message}",
            "Number of messages that were delivered to the application.",
            MessagingAttributes.SYSTEM,
            MessagingAttributes.OPERATION_NAME,
            MessagingAttributes.DESTINATION,
            MessagingAttributes.CONSUMER_GROUP,
            NetworkAttributes.SERVER_ADDRESS,
            NetworkAttributes.SERVER_PORT);
  }

  void sent(ClientFacts facts, String topic, long nanos, Throwable failure) {
    operation(facts, "send", "send", topic, nanos, failure);
    sent.add(1, KAFKA, "send", topic, type(failure), facts.serverAddress, facts.port(), null, null);
  }

  /**
   * @param onlyTopic null if there are several, or none
   */
  void polled(ClientFacts facts, String onlyTopic, long nanos, Throwable failure) {
    operation(facts, "poll", "receive", onlyTopic, nanos, failure);
  }

  void consumed(ClientFacts facts, String topic, int count) {
    consumed.add(
        count, KAFKA, "poll", topic, facts.group, facts.serverAddress, facts.port(), null, null);
  }

  /**
   * @param topic null for a batch of several
   */
  void processed(ClientFacts facts, String topic, long nanos, Throwable failure) {
    processing.record(
        nanos,
        failure != null,
        KAFKA,
        "process",
        topic,
        facts.group,
        type(failure),
        facts.serverAddress,
        facts.port(),
        null);
  }

  /**
   * @param timestampMillis the message's own, below 0 if it has none
   */
  void begins(ClientFacts facts, String topic, long timestampMillis) {
    if (timestampMillis >= 0 && timeInQueue.isEnabled()) {
      long millis = Math.max(0, System.currentTimeMillis() - timestampMillis);
      timeInQueue.record(millis * 1_000_000L, false, KAFKA, topic, facts.group, null);
    }
  }

  /** From now on the consumer's lag is read; once per consumer. */
  void watch(Object consumer, ClientFacts facts, LagAdapter adapter) {
    if (enabled && facts.lag() == null) {
      ConsumerLag lag = new ConsumerLag(consumer, facts.group, adapter);
      facts.lag(lag);
      lags.watch(lag);
    }
  }

  void forget(Object consumer) {
    lags.forget(consumer);
  }

  private void operation(
      ClientFacts facts, String name, String type, String topic, long nanos, Throwable failure) {
    operations.record(
        nanos,
        failure != null,
        KAFKA,
        name,
        type,
        topic,
        facts.group,
        type(failure),
        facts.serverAddress,
        facts.port());
  }

  private static String type(Throwable failure) {
    return failure == null ? null : failure.getClass().getName();
  }
}
