package io.obsagent.engine.signals;

import io.obsagent.engine.config.Nearest;
import io.obsagent.engine.log.AgentLog;
import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * {@code obs.watch}: one line when a metric crosses its threshold and one when it is back. Looked
 * at by the metrics thread at each of its visits, every ten seconds; a crossing that begins and
 * ends in between is not seen. Not thread-safe.
 *
 * <p>A crossing is over when the value is back by a twentieth of the threshold, so one that wavers
 * around it is said once. A crossing after that is a new one.
 */
public final class Watches {
  private static final String OPTION = "obs.watch";

  private final Metrics metrics;
  private final List<Watched> all = new ArrayList<>();
  private boolean looked;

  private Watches(Metrics metrics) {
    this.metrics = metrics;
  }

  /**
   * Those of a setting. One that cannot be read is left out, in one line.
   *
   * @param settings as {@code process_resident_memory>512MiB}
   */
  public static Watches of(List<String> settings, Metrics metrics) {
    Watches watches = new Watches(metrics);
    for (int i = 0; i < settings.size(); i++) {
      String text = settings.get(i);
      if (!metrics.isEnabled()) {
        AgentLog.event(OPTION + "=" + text + " is not watched: no metrics are collected");
        continue;
      }
      try {
        watches.all.add(new Watched(Watch.parse(text)));
      } catch (IllegalArgumentException unreadable) {
        AgentLog.event(
            OPTION + "=" + text + " is not " + unreadable.getMessage() + "; it is not watched");
      }
    }
    return watches;
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** Compares everything that is watched with what it is now. */
  public void look() {
    look(System.nanoTime());
  }

  void look(long nowNanos) {
    if (all.isEmpty()) {
      return;
    }
    List<MetricReading> readings = metrics.collect();
    // What an application does first may come a little late; what is misspelt never comes.
    boolean last = looked;
    looked = true;
    for (int i = all.size() - 1; i >= 0; i--) {
      Watched watched = all.get(i);
      MetricReading reading = reading(watched.watch, readings);
      if (reading == null) {
        if (last) {
          watched.missing(readings);
        }
        continue;
      }
      String objection = watched.watch.objection(reading.instrument());
      if (objection != null) {
        AgentLog.event(OPTION + "=" + watched.watch + " is not watched: " + objection);
        all.remove(i);
      } else {
        watched.compare(reading, nowNanos);
      }
    }
  }

  private static MetricReading reading(Watch watch, List<MetricReading> readings) {
    for (int i = 0; i < readings.size(); i++) {
      if (watch.isOf(readings.get(i).instrument())) {
        return readings.get(i);
      }
    }
    return null;
  }

  /** A watch and whether its threshold is crossed. */
  private static final class Watched {
    private final Watch watch;
    private boolean crossed;
    private boolean missed;
    private long sinceNanos;

    Watched(Watch watch) {
      this.watch = watch;
    }

    void compare(MetricReading reading, long nowNanos) {
      double now = watch.value(reading);
      String unit = reading.instrument().unit();
      if (Double.isNaN(now)) {
        return;
      }
      if (!crossed && watch.isCrossed(now)) {
        crossed = true;
        sinceNanos = nowNanos;
        AgentLog.event("WARN " + watch + " is crossed: it is " + watch.shown(now, unit));
      } else if (crossed && watch.isOver(now)) {
        crossed = false;
        AgentLog.event(
            "WARN "
                + watch
                + " is over: it is "
                + watch.shown(now, unit)
                + ", after "
                + TimeUnit.NANOSECONDS.toSeconds(nowNanos - sinceNanos)
                + "s");
      }
    }

    /** Said once; if it comes later, it is watched then. */
    void missing(List<MetricReading> readings) {
      if (missed) {
        return;
      }
      missed = true;
      List<String> names = new ArrayList<>();
      for (int i = 0; i < readings.size(); i++) {
        Instrument instrument = readings.get(i).instrument();
        names.add(instrument.name());
        names.addAll(WatchedNames.of(instrument));
      }
      String near = Nearest.of(watch.metric(), names);
      AgentLog.event(
          OPTION
              + "="
              + watch
              + ": there is no metric "
              + watch.metric()
              + " so far"
              + (near == null ? "" : ", did you mean " + near + "?"));
    }
  }
}
