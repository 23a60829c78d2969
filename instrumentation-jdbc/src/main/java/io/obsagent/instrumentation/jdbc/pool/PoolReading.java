package io.obsagent.instrumentation.jdbc.pool;

import io.obsagent.engine.metrics.Observation;
import java.util.List;

/** Reads one figure of all pools, when metrics are read and at no other time. */
final class PoolReading implements Observation.Source {
  static final int COUNT = 0;
  static final int MAX = 1;
  static final int MIN_IDLE = 2;
  static final int PENDING = 3;

  private final PoolMetrics metrics;
  private final int what;

  PoolReading(PoolMetrics metrics, int what) {
    this.metrics = metrics;
    this.what = what;
  }

  @Override
  public void observe(Observation to) {
    List<MeteredPool> pools = metrics.open();
    for (int i = 0; i < pools.size(); i++) {
      MeteredPool pool = pools.get(i);
      Object asked = pool.pool();
      PoolAdapter<Object> adapter = pool.adapter();
      if (asked != null && adapter != null) {
        read(pool.name(), asked, adapter, to);
      }
    }
  }

  private void read(String name, Object pool, PoolAdapter<Object> adapter, Observation to) {
    switch (what) {
      case COUNT:
        to.set(adapter.used(pool), name, "used");
        to.set(adapter.idle(pool), name, "idle");
        break;
      case MAX:
        long max = adapter.max(pool);
        if (max >= 0) {
          to.set(max, name);
        }
        break;
      case MIN_IDLE:
        to.set(adapter.minIdle(pool), name);
        break;
      default:
        to.set(adapter.pending(pool), name);
    }
  }
}
