package io.obsagent.engine.metrics.pool;

import io.obsagent.engine.metrics.Observation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one figure of all pools, or of those of one server. */
final class ThreadPoolReading implements Observation.Source {
  static final int THREADS = 0;
  static final int BUSY = 1;
  static final int IDLE = 2;
  static final int LIMIT = 3;
  static final int QUEUED = 4;

  private final int figure;
  private final String only;

  /**
   * @param only pools of this type; null: all
   */
  ThreadPoolReading(int figure, String only) {
    this.figure = figure;
    this.only = only;
  }

  @Override
  public void observe(Observation to) {
    List<ThreadPools.Known> pools = ThreadPools.alive();
    Map<String, Map<String, Long>> sums = new LinkedHashMap<>();
    for (int i = 0; i < pools.size(); i++) {
      ThreadPools.Known pool = pools.get(i);
      long value = only == null || only.equals(pool.type) ? pool.ask(figure) : -1;
      if (value >= 0) {
        Map<String, Long> ofType = sums.get(pool.type);
        if (ofType == null) {
          ofType = new LinkedHashMap<>();
          sums.put(pool.type, ofType);
        }
        Long before = ofType.get(pool.name);
        ofType.put(pool.name, value + (before == null ? 0 : before));
      }
    }
    for (Map.Entry<String, Map<String, Long>> type : sums.entrySet()) {
      for (Map.Entry<String, Long> sum : type.getValue().entrySet()) {
        if (only == null) {
          to.set((long) sum.getValue(), sum.getKey(), type.getKey());
        } else {
          to.set((long) sum.getValue(), sum.getKey());
        }
      }
    }
  }
}
