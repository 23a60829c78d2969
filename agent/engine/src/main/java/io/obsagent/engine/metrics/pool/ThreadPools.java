package io.obsagent.engine.metrics.pool;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.InstrumentationScope;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The pools of threads that were seen in this process, application's and servers'. They are held
 * weakly, as are the adapters, which belong to some application's class loader; they are asked when
 * metrics are read and at no other time. Thread-safe.
 *
 * <p>Pools of one name are one series. Who makes a pool per request gives each another name: after
 * {@value #MAX_NAMES} names the rest shares one, and after {@value #MAX_POOLS} pools at a time the
 * rest is not looked at (counted as {@value #IGNORED}).
 */
public final class ThreadPools {
  /** Pools nobody looks at, since there are too many. */
  static final String IGNORED = "metrics.thread_pools_ignored";

  /** What an application has made itself. */
  public static final String APPLICATION = "application";

  public static final String TOMCAT = "tomcat";
  public static final String JETTY = "jetty";
  public static final String UNDERTOW = "undertow";

  static final String OTHERS = "(others)";
  static final int MAX_POOLS = 1_000;
  static final int MAX_NAMES = 100;

  private static final InstrumentationScope SCOPE =
      InstrumentationScope.named("io.obsagent.executors");
  private static final AttributeKey NAME = AttributeKey.string("obs.executor.name");
  private static final AttributeKey TYPE = AttributeKey.string("obs.executor.type");

  private static final List<Known> KNOWN = new ArrayList<>();
  private static final Set<String> NAMES = new HashSet<>();

  /** Those the instruments were made on; there is one but in tests. */
  private static Metrics measured;

  private ThreadPools() {}

  /** Whether {@link #seen} was said of it. Costs a short lock and a look at each known pool. */
  public static boolean isKnown(Object pool) {
    synchronized (KNOWN) {
      for (int i = 0; i < KNOWN.size(); i++) {
        if (KNOWN.get(i).pool.get() == pool) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * A pool is at work. Said again, it does nothing.
   *
   * @param type one of this class's constants
   * @param name for people; pools of one name are taken together
   */
  public static <P> void seen(
      Metrics metrics, P pool, ThreadPoolAdapter<? super P> adapter, String type, String name) {
    if (!metrics.isEnabled() || isKnown(pool)) {
      return;
    }
    List<Known> full = null;
    synchronized (KNOWN) {
      if (measured != metrics) {
        measured = metrics;
        register(metrics);
      }
      if (KNOWN.size() >= MAX_POOLS) {
        full = new ArrayList<>(KNOWN);
      }
    }
    if (full != null) {
      forget(full);
    }
    synchronized (KNOWN) {
      if (KNOWN.size() >= MAX_POOLS) {
        AgentHealth.count(IGNORED);
      } else {
        KNOWN.add(new Known(pool, adapter, type, given(name)));
      }
    }
  }

  private static String given(String name) {
    if (NAMES.contains(name)) {
      return name;
    }
    return NAMES.size() < MAX_NAMES && NAMES.add(name) ? name : OTHERS;
  }

  /** Those that are neither over nor collected; the others are forgotten. */
  static List<Known> alive() {
    List<Known> known;
    synchronized (KNOWN) {
      known = new ArrayList<>(KNOWN);
    }
    return forget(known);
  }

  /** Asks the application's classes, so not under the lock. */
  private static List<Known> forget(List<Known> known) {
    List<Known> gone = new ArrayList<>();
    for (int i = known.size() - 1; i >= 0; i--) {
      if (known.get(i).isGone()) {
        gone.add(known.remove(i));
      }
    }
    if (!gone.isEmpty()) {
      synchronized (KNOWN) {
        KNOWN.removeAll(gone);
      }
    }
    return known;
  }

  private static void register(Metrics metrics) {
    String thread = "{thread}";
    own(metrics, ThreadPoolReading.THREADS, "thread.count", thread, "Threads of the pool.");
    own(metrics, ThreadPoolReading.BUSY, "thread.busy.count", thread, "Threads at work.");
    own(metrics, ThreadPoolReading.LIMIT, "thread.limit", thread, "The most threads there may be.");
    own(metrics, ThreadPoolReading.QUEUED, "queue.size", "{task}", "Tasks that wait for a thread.");
    // What OpenTelemetry's rules for JMX call these of the two servers they know.
    AttributeKey tomcat = AttributeKey.string("tomcat.thread.pool.name");
    server(metrics, TOMCAT, tomcat, ThreadPoolReading.THREADS, "thread.count");
    server(metrics, TOMCAT, tomcat, ThreadPoolReading.BUSY, "thread.busy.count");
    server(metrics, TOMCAT, tomcat, ThreadPoolReading.LIMIT, "thread.limit");
    AttributeKey jetty = AttributeKey.string("jetty.thread.pool.id");
    server(metrics, JETTY, jetty, ThreadPoolReading.THREADS, "thread.count");
    server(metrics, JETTY, jetty, ThreadPoolReading.BUSY, "thread.busy.count");
    server(metrics, JETTY, jetty, ThreadPoolReading.IDLE, "thread.idle.count");
    server(metrics, JETTY, jetty, ThreadPoolReading.LIMIT, "thread.limit");
    server(metrics, JETTY, jetty, ThreadPoolReading.QUEUED, "thread.queue.size");
  }

  private static void own(
      Metrics metrics, int figure, String name, String unit, String description) {
    metrics.observe(
        Instrument.Kind.UP_DOWN_COUNTER,
        SCOPE,
        "obs.executor." + name,
        unit,
        description,
        new ThreadPoolReading(figure, null),
        NAME,
        TYPE);
  }

  private static void server(
      Metrics metrics, String type, AttributeKey key, int figure, String name) {
    metrics.observe(
        Instrument.Kind.UP_DOWN_COUNTER,
        SCOPE,
        type + '.' + name,
        "{thread}",
        "As obs.executor." + name + ", under OpenTelemetry's name.",
        new ThreadPoolReading(figure, type),
        key);
  }

  /** For tests, which have more than one process's worth of pools. */
  static void forgetAll() {
    synchronized (KNOWN) {
      KNOWN.clear();
      NAMES.clear();
      measured = null;
    }
  }

  /** A pool by its name. */
  static final class Known {
    final String type;
    final String name;
    private final WeakReference<Object> pool;
    private final WeakReference<ThreadPoolAdapter<?>> adapter;

    Known(Object pool, ThreadPoolAdapter<?> adapter, String type, String name) {
      this.pool = new WeakReference<>(pool);
      this.adapter = new WeakReference<ThreadPoolAdapter<?>>(adapter);
      this.type = type;
      this.name = name;
    }

    @SuppressWarnings("unchecked") // it was registered together with the pool
    private ThreadPoolAdapter<Object> adapter() {
      return (ThreadPoolAdapter<Object>) adapter.get();
    }

    private boolean isGone() {
      Object asked = pool.get();
      ThreadPoolAdapter<Object> asking = adapter();
      try {
        return asked == null || asking == null || asking.isOver(asked);
      } catch (Throwable older) {
        return false;
      }
    }

    /** {@link ThreadPoolAdapter#NONE} where it does not tell. */
    long ask(int figure) {
      Object asked = pool.get();
      ThreadPoolAdapter<Object> asking = adapter();
      if (asked == null || asking == null) {
        return ThreadPoolAdapter.NONE;
      }
      try {
        return ask(figure, asked, asking);
      } catch (Throwable older) {
        // A version that has no such method, or a class of the application that fails.
        return ThreadPoolAdapter.NONE;
      }
    }

    private static long ask(int figure, Object pool, ThreadPoolAdapter<Object> adapter) {
      switch (figure) {
        case ThreadPoolReading.THREADS:
          return adapter.threads(pool);
        case ThreadPoolReading.BUSY:
          return adapter.busy(pool);
        case ThreadPoolReading.IDLE:
          return Math.max(0, adapter.threads(pool) - adapter.busy(pool));
        case ThreadPoolReading.LIMIT:
          long limit = adapter.limit(pool);
          return limit == Integer.MAX_VALUE ? ThreadPoolAdapter.NONE : limit;
        default:
          return adapter.queued(pool);
      }
    }
  }
}
