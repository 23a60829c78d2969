package io.obsagent.engine.signals;

import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.metrics.Point;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How full everything is that can fill up. What is not measured is NaN or empty. Read from the
 * metrics, so it knows what they know.
 */
final class Saturation {
  /** A pool of threads or connections. */
  static final class Pool {
    /** Below 0: the pool does not say. */
    long busy = -1;

    long size;

    /** 0: not known. */
    long limit;

    long waiting;
  }

  private double cpu = Double.NaN;
  private double memory = Double.NaN;
  private double heap = Double.NaN;
  private final Map<String, Pool> executors = new TreeMap<>();
  private final Map<String, Pool> connections = new TreeMap<>();
  private final Map<String, Long> lag = new TreeMap<>();

  private Saturation() {}

  static Saturation of(List<MetricReading> readings) {
    Saturation saturation = new Saturation();
    for (MetricReading reading : readings) {
      for (Point point : reading.points()) {
        saturation.take(reading.instrument(), point);
      }
    }
    return saturation;
  }

  private void take(Instrument instrument, Point point) {
    switch (instrument.name()) {
      case "obs.cpu.utilization":
        cpu = point.value();
        break;
      case "obs.memory.utilization":
        memory = point.value();
        break;
      case "jvm.memory.used":
        if ("heap".equals(Keys.text(instrument, point, "jvm.memory.type"))) {
          double share = point.value() / Runtime.getRuntime().maxMemory();
          heap = Double.isNaN(heap) ? share : heap + share;
        }
        break;
      case "obs.executor.thread.busy.count":
        executor(instrument, point).busy = point.wholeValue();
        break;
      case "obs.executor.thread.count":
        executor(instrument, point).size = point.wholeValue();
        break;
      case "obs.executor.thread.limit":
        executor(instrument, point).limit = point.wholeValue();
        break;
      case "obs.executor.queue.size":
        executor(instrument, point).waiting = point.wholeValue();
        break;
      case "db.client.connection.count":
        boolean used = "used".equals(Keys.text(instrument, point, "db.client.connection.state"));
        Pool pool = connections(instrument, point);
        pool.busy = used ? point.wholeValue() : pool.busy;
        pool.size += point.wholeValue();
        break;
      case "db.client.connection.max":
        connections(instrument, point).limit = point.wholeValue();
        break;
      case "db.client.connection.pending_requests":
        connections(instrument, point).waiting = point.wholeValue();
        break;
      case "obs.messaging.consumer.lag":
        String topic = Keys.text(instrument, point, "messaging.destination.name");
        Long before = lag.get(String.valueOf(topic));
        lag.put(String.valueOf(topic), point.wholeValue() + (before == null ? 0 : before));
        break;
      default:
        break;
    }
  }

  private Pool executor(Instrument instrument, Point point) {
    return pool(executors, Keys.text(instrument, point, "obs.executor.name"));
  }

  private Pool connections(Instrument instrument, Point point) {
    return pool(connections, Keys.text(instrument, point, "db.client.connection.pool.name"));
  }

  private static Pool pool(Map<String, Pool> pools, String name) {
    String key = name == null ? EntrySignals.OTHERS : name;
    Pool pool = pools.get(key);
    if (pool == null) {
      pool = new Pool();
      pools.put(key, pool);
    }
    return pool;
  }

  /** A share from 0 to 1 of what this process may have. */
  double cpu() {
    return cpu;
  }

  double memory() {
    return memory;
  }

  double heap() {
    return heap;
  }

  /** Pools of threads by their names. */
  Map<String, Pool> executors() {
    return executors;
  }

  /** Pools of connections by their names. */
  Map<String, Pool> connections() {
    return connections;
  }

  /** Messages that wait, by topic. */
  Map<String, Long> lag() {
    return lag;
  }
}
