package io.obsagent.engine;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.InstrumentationSwitches;
import io.obsagent.engine.config.Options;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether an instrumentation begins anything at the moment: {@code
 * otel.instrumentation.<name>.enabled} and {@code otel.javaagent.enabled}, as they were set last.
 * Asked only where something new would begin (a span, a count, an id in a log line); what has begun
 * ends as ever, so that nothing is left open on a thread.
 *
 * <p>Kept as a constant by who asks. Thread-safe. Cost: one volatile read.
 */
public final class LiveSwitch {
  private static final ConcurrentHashMap<String, LiveSwitch> ALL = new ConcurrentHashMap<>();

  private final String instrumentation;
  private volatile boolean on = true;

  private LiveSwitch(String instrumentation) {
    this.instrumentation = instrumentation;
  }

  /**
   * The switch of an instrumentation, the same object each time.
   *
   * @param instrumentation one of {@link InstrumentationSwitches#LIVE}
   */
  public static LiveSwitch of(String instrumentation) {
    LiveSwitch known = ALL.get(instrumentation);
    if (known != null) {
      return known;
    }
    if (!InstrumentationSwitches.LIVE.contains(instrumentation)) {
      throw new IllegalArgumentException(instrumentation + " is no live switch");
    }
    LiveSwitch made = new LiveSwitch(instrumentation);
    known = ALL.putIfAbsent(instrumentation, made);
    if (known != null) {
      return known;
    }
    // After it can be found: a change that comes meanwhile turns it too.
    Configuration configuration = Engine.configuration();
    if (configuration != null) {
      made.turn(configuration);
    }
    return made;
  }

  /** Whether something new may begin. */
  public boolean isOn() {
    return on;
  }

  static void turnAll(Configuration configuration) {
    for (LiveSwitch each : ALL.values()) {
      each.turn(configuration);
    }
  }

  private void turn(Configuration configuration) {
    on =
        configuration.get(Options.ENABLED)
            && configuration.isInstrumentationEnabled(instrumentation);
  }
}
