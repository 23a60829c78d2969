package io.obsagent.instrumentation.kafka;

import io.obsagent.engine.metrics.Observation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One reading of the lags of all consumers. Two consumers of one group may know the same partition,
 * one of them from before it was taken away: then the larger lag is told. Confined to the thread
 * that reads.
 */
public final class LagReading {
  private final Map<List<String>, Long> lags = new LinkedHashMap<>();

  /** Whose consumer is being asked. */
  private ConsumerLag consumer;

  LagReading() {}

  void of(ConsumerLag consumer) {
    this.consumer = consumer;
  }

  /**
   * A consumer is so far behind.
   *
   * @param topic as the client's metrics call it
   * @param messages below 0, or no number, if it is not known
   */
  public void lag(String topic, String partition, double messages) {
    if (!(messages >= 0) || Double.isInfinite(messages)) {
      return;
    }
    String name = consumer.topicCalled(topic);
    if (!KafkaRecorder.excludes(name)) {
      lags.merge(Arrays.asList(consumer.group(), name, partition), (long) messages, Math::max);
    }
  }

  void tell(Observation to) {
    for (Map.Entry<List<String>, Long> each : lags.entrySet()) {
      List<String> partition = each.getKey();
      to.set((long) each.getValue(), partition.get(0), partition.get(1), partition.get(2));
    }
  }
}
