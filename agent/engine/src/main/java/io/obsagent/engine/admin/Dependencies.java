package io.obsagent.engine.admin;

import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.metrics.Point;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What the calls of the last minute say about the databases, HTTP peers and Kafka clusters they
 * went to: the difference between what the metrics count now and what they counted a minute ago.
 * Nobody is asked anything.
 *
 * <p>Looks at the metrics every ten seconds. Confined to its thread.
 */
final class Dependencies {
  /** How a dependency does. */
  enum State {
    OK,
    /** A tenth of the calls failed, or more. */
    FAILING,
    /**
     * Calls took a second on average, or more; or five times as long as before, and more than 100
     * milliseconds.
     */
    SLOW,
    /** There were no calls. */
    IDLE
  }

  /** One dependency over the last minute. */
  static final class Dependency {
    final String kind;
    final String name;
    final State state;
    final long calls;
    final long errors;
    final double meanSeconds;

    Dependency(String kind, String name, State state, long calls, long errors, double meanSeconds) {
      this.kind = kind;
      this.name = name;
      this.state = state;
      this.calls = calls;
      this.errors = errors;
      this.meanSeconds = meanSeconds;
    }
  }

  private static final List<String> CLIENT_CALLS =
      Arrays.asList(
          "db.client.operation.duration",
          "http.client.request.duration",
          "messaging.client.operation.duration");

  private static final List<String> KINDS = Arrays.asList("database", "http", "kafka");

  static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final double SLOW_SECONDS = 1;
  private static final double SLOWER_SECONDS = 0.1;
  private static final double SLOWER_TIMES = 5;
  private static final long CALLS_TO_COMPARE_WITH = 20;

  private final Metrics metrics;

  /** The oldest first: one of a minute ago or older, then the younger ones. */
  private final ArrayDeque<Look> looks = new ArrayDeque<>();

  /**
   * @param startNanos {@link System#nanoTime} of the application's start, before any call
   */
  Dependencies(Metrics metrics, long startNanos) {
    this.metrics = metrics;
    looks.add(new Look(startNanos, Collections.<String, Total>emptyMap()));
  }

  /**
   * Remembers what there is to compare with later, if it is time.
   *
   * @param nanos {@link System#nanoTime}
   */
  void look(long nanos) {
    if (nanos - looks.peekLast().nanos < LOOK_NANOS) {
      return;
    }
    looks.addLast(new Look(nanos, totals()));
    while (looks.size() > 1 && nanos - second().nanos >= MINUTE_NANOS) {
      looks.removeFirst();
    }
  }

  private Look second() {
    Look first = looks.removeFirst();
    Look second = looks.peekFirst();
    looks.addFirst(first);
    return second;
  }

  /** All that were ever called, by kind and name. */
  List<Dependency> now() {
    Map<String, Total> before = looks.peekFirst().totals;
    List<Dependency> all = new ArrayList<>();
    for (Map.Entry<String, Total> each : totals().entrySet()) {
      Total now = each.getValue();
      Total then = before.get(each.getKey());
      all.add(compared(now, then == null || then.calls > now.calls ? new Total() : then));
    }
    return all;
  }

  private static Dependency compared(Total now, Total then) {
    long calls = now.calls - then.calls;
    long errors = Math.max(0, now.errors - then.errors);
    long timed = now.timed - then.timed;
    double mean = timed <= 0 ? 0 : (now.seconds - then.seconds) / timed;
    State state = State.OK;
    if (calls == 0) {
      state = State.IDLE;
    } else if (errors > 0 && errors * 10 >= calls) {
      state = State.FAILING;
    } else if (mean >= SLOW_SECONDS || (mean > SLOWER_SECONDS && isSlower(mean, then))) {
      state = State.SLOW;
    }
    return new Dependency(now.kind, now.name, state, calls, errors, mean);
  }

  private static boolean isSlower(double mean, Total then) {
    return then.timed >= CALLS_TO_COMPARE_WITH && mean > SLOWER_TIMES * then.seconds / then.timed;
  }

  private Map<String, Total> totals() {
    Map<String, Total> totals = new TreeMap<>();
    for (MetricReading reading : metrics.collect(CLIENT_CALLS)) {
      add(totals, KINDS.get(CLIENT_CALLS.indexOf(reading.instrument().name())), reading);
    }
    return totals;
  }

  private static void add(Map<String, Total> totals, String kind, MetricReading reading) {
    for (Point point : reading.points()) {
      if (point.isOverflow()) {
        continue;
      }
      String name = name(kind, reading.instrument(), point);
      Total total = totals.get(kind + " " + name);
      if (total == null) {
        total = new Total();
        total.kind = kind;
        total.name = name;
        totals.put(kind + " " + name, total);
      }
      total.calls += point.count();
      total.errors += isRefusal(reading.instrument(), point) ? 0 : point.errors();
      // A poll takes as long as nothing comes.
      if (!"poll".equals(text(reading.instrument(), point, "messaging.operation.name"))) {
        total.timed += point.count();
        total.seconds += point.sum();
      }
    }
  }

  /** A 4xx says something about the request, not about who answers it. */
  private static boolean isRefusal(Instrument instrument, Point point) {
    String status = text(instrument, point, "http.response.status_code");
    return status != null && status.length() == 3 && status.charAt(0) == '4';
  }

  private static String name(String kind, Instrument instrument, Point point) {
    String address = text(instrument, point, "server.address");
    String port = text(instrument, point, "server.port");
    String where = address == null ? null : port == null ? address : address + ":" + port;
    if (!kind.equals("database")) {
      return where == null ? "unknown" : where;
    }
    String namespace = text(instrument, point, "db.namespace");
    return text(instrument, point, "db.system.name")
        + (where == null ? "" : "://" + where)
        + (namespace == null ? "" : (where == null ? ":" : "/") + namespace);
  }

  private static String text(Instrument instrument, Point point, String key) {
    for (int i = 0; i < instrument.keyCount(); i++) {
      if (instrument.key(i).name().equals(key)) {
        Object value = point.value(i);
        return value == null ? null : value.toString();
      }
    }
    return null;
  }

  private static final class Total {
    String kind;
    String name;
    long calls;
    long errors;

    /** Calls whose duration means something, and how long they took. */
    long timed;

    double seconds;
  }

  private static final class Look {
    final long nanos;
    final Map<String, Total> totals;

    Look(long nanos, Map<String, Total> totals) {
      this.nanos = nanos;
      this.totals = totals;
    }
  }
}
