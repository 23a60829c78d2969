package io.obsagent.instrumentation.kafka;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.log.AgentLog;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.metrics.Observation;
import java.util.ArrayList;
import java.util.List;

/**
 * The consumers of this process, asked for their lags when metrics are read and at no other time.
 * One is let go when it is closed, or at the reading after it was collected. Thread-safe; the lock
 * is taken once per consumer and once per reading, and no client is asked under it.
 */
final class ConsumerLags implements Observation.Source {
  private final List<ConsumerLag> consumers = new ArrayList<>();

  void watch(ConsumerLag consumer) {
    synchronized (consumers) {
      consumers.add(consumer);
    }
  }

  /** It is closed. */
  void forget(Object consumer) {
    synchronized (consumers) {
      for (int i = consumers.size() - 1; i >= 0; i--) {
        if (consumers.get(i).is(consumer)) {
          consumers.remove(i);
        }
      }
    }
  }

  @Override
  public void observe(Observation to) {
    List<ConsumerLag> here;
    synchronized (consumers) {
      for (int i = consumers.size() - 1; i >= 0; i--) {
        if (consumers.get(i).isGone()) {
          consumers.remove(i);
        }
      }
      here = new ArrayList<>(consumers);
    }
    LagReading reading = new LagReading();
    for (int i = 0; i < here.size(); i++) {
      try {
        here.get(i).read(reading);
      } catch (Throwable fault) {
        // One that cannot be read is no reason not to read the others.
        AgentHealth.count(Metrics.OBSERVATION_FAULTS);
        AgentLog.once("kafka-lag", "the lag of a Kafka consumer is not read", fault);
      }
    }
    reading.tell(to);
  }
}
