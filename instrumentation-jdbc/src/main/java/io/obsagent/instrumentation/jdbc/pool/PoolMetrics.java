package io.obsagent.instrumentation.jdbc.pool;

import io.obsagent.engine.Engine;
import io.obsagent.engine.metrics.Buckets;
import io.obsagent.engine.metrics.Counter;
import io.obsagent.engine.metrics.DurationHistogram;
import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.instrumentation.jdbc.sql.ConnectionFacts;
import java.util.ArrayList;
import java.util.List;

/**
 * The instruments of pools and the pools they read. Made with the first pool; thread-safe. A pool
 * is let go when it is closed or collected, at the next reading.
 */
final class PoolMetrics {
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("io.obsagent.jdbc");
  private static final AttributeKey POOL = AttributeKey.string("db.client.connection.pool.name");
  private static final AttributeKey STATE = AttributeKey.string("db.client.connection.state");
  private static final String PREFIX = "db.client.connection.";

  private static volatile PoolMetrics current = of(Engine.metrics());

  final boolean enabled;
  final Counter timeouts;
  final DurationHistogram waitTime;
  final DurationHistogram useTime;
  final DurationHistogram createTime;
  private final List<MeteredPool> pools = new ArrayList<>();

  private PoolMetrics(Metrics metrics) {
    enabled = metrics.isEnabled();
    timeouts =
        metrics.counter(
            SCOPE,
            PREFIX + "timeouts",
            "{timeout}",
            "Attempts to obtain a connection that gave up waiting.",
            POOL);
    waitTime = time(metrics, "wait_time", "Time to obtain an open connection from the pool.");
    useTime = time(metrics, "use_time", "Time between borrowing a connection and returning it.");
    createTime = time(metrics, "create_time", "Time to create a new connection.");
  }

  private static DurationHistogram time(Metrics metrics, String name, String description) {
    return metrics.histogram(SCOPE, PREFIX + name, description, Buckets.DATABASE, POOL);
  }

  static PoolMetrics of(Metrics metrics) {
    PoolMetrics made = new PoolMetrics(metrics);
    made.observe(
        metrics,
        PoolReading.COUNT,
        "count",
        "{connection}",
        "Connections in the state the attribute names.",
        POOL,
        STATE);
    made.observe(
        metrics,
        PoolReading.MAX,
        "max",
        "{connection}",
        "The most connections there may be.",
        POOL);
    made.observe(
        metrics,
        PoolReading.MIN_IDLE,
        "idle.min",
        "{connection}",
        "The fewest idle connections the pool keeps.",
        POOL);
    made.observe(
        metrics,
        PoolReading.PENDING,
        "pending_requests",
        "{request}",
        "Requests waiting for an open connection.",
        POOL);
    return made;
  }

  private void observe(
      Metrics metrics,
      int what,
      String name,
      String unit,
      String description,
      AttributeKey... keys) {
    metrics.observe(
        Instrument.Kind.UP_DOWN_COUNTER,
        SCOPE,
        PREFIX + name,
        unit,
        description,
        new PoolReading(this, what),
        keys);
  }

  /** Cost: one volatile read. */
  static PoolMetrics current() {
    return current;
  }

  /** For tests, which have more than one engine per JVM. */
  static void use(PoolMetrics metrics) {
    current = metrics;
  }

  /** The pool under its name, which it gets if it is new here. Called a few times per pool. */
  <P> MeteredPool named(P pool, PoolAdapter<P> adapter, ConnectionFacts facts) {
    MeteredPool known = known(pool);
    if (known != null) {
      return known;
    }
    // The application's classes are asked outside the lock, the closed pools for their names too.
    String name = adapter.givenName(pool);
    if (name == null) {
      name = PoolNames.derived(facts, adapter.libraryName());
    }
    open();
    synchronized (pools) {
      known = known(pool);
      if (known != null) {
        return known;
      }
      MeteredPool named = new MeteredPool(unique(name), pool, adapter);
      pools.add(named);
      return named;
    }
  }

  private MeteredPool known(Object pool) {
    synchronized (pools) {
      for (int i = 0; i < pools.size(); i++) {
        if (pools.get(i).is(pool)) {
          return pools.get(i);
        }
      }
      return null;
    }
  }

  /** A name is one series: two applications in one JVM may have given theirs the same. */
  private String unique(String name) {
    String candidate = name;
    for (int number = 2; isTaken(candidate); number++) {
      candidate = name + '-' + number;
    }
    return candidate;
  }

  private boolean isTaken(String name) {
    for (int i = 0; i < pools.size(); i++) {
      if (pools.get(i).name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** Those that are neither closed nor gone; the others are forgotten. */
  List<MeteredPool> open() {
    List<MeteredPool> known;
    synchronized (pools) {
      known = new ArrayList<>(pools);
    }
    List<MeteredPool> gone = new ArrayList<>();
    for (int i = known.size() - 1; i >= 0; i--) {
      Object pool = known.get(i).pool();
      PoolAdapter<Object> adapter = known.get(i).adapter();
      if (pool == null || adapter == null || adapter.isClosed(pool)) {
        gone.add(known.remove(i));
      }
    }
    synchronized (pools) {
      pools.removeAll(gone);
    }
    return known;
  }
}
