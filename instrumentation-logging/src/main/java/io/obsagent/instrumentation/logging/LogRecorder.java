package io.obsagent.instrumentation.logging;

import io.obsagent.engine.Engine;
import io.obsagent.engine.LiveSwitch;
import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.Option;
import io.obsagent.engine.config.Options;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.logs.LogCapture;
import io.obsagent.engine.logs.LogEntry;
import io.obsagent.engine.trace.Context;
import java.util.List;
import java.util.Map;

/**
 * What a log record says, whatever the library (semantics.md, section 5). Called where a logger has
 * let a line through, before its appenders are asked: what they hide is recorded all the same.
 *
 * <p>The message is rendered then and there, by the library and on the thread that logs: its
 * arguments may change the moment the call returns. Logback, Log4j 1 and JBoss LogManager keep the
 * text for their appenders, so it is made once; Log4j 2 and {@code java.util.logging} make it anew
 * for each appender, so here it is made once more. What a {@code toString} of the application
 * throws is counted as {@code logs.unrendered}, and the appender meets it again as it would have.
 *
 * <p>Thread-safe. One per library, made with its first line inside a trace.
 */
public final class LogRecorder {
  private static final String ALL = "*";

  private final LiveSwitch live;
  private final String[] mdc;
  private final boolean allOfMdc;

  private LogRecorder(LiveSwitch live, List<String> keys) {
    this.live = live;
    allOfMdc = keys.contains(ALL);
    mdc = keys.toArray(new String[0]);
  }

  /**
   * The recorder of one library.
   *
   * @param live the name of its switch
   * @param mdcOption OpenTelemetry's name for what of its log context is recorded, or null
   */
  public static LogRecorder of(String live, Option<List<String>> mdcOption) {
    Configuration settings = Engine.configuration();
    return new LogRecorder(
        LiveSwitch.of(live),
        mdcOption != null && settings.isSet(mdcOption)
            ? settings.get(mdcOption)
            : settings.get(Options.LOGS_MDC));
  }

  /**
   * Records the line if it is to be recorded and no other logger is at work on this thread: a
   * bridge hands its lines on to the next library.
   *
   * @return what {@link #exit} is to be given when the logger is done; null is nothing
   */
  public <E> Object enter(LogEventAdapter<E> adapter, E event) {
    LogCapture capture = Engine.logs();
    Context context = capture.here();
    if (context == null || event == null || !live.isOn() || capture.isInside()) {
      return null;
    }
    int severity = adapter.severity(event);
    if (!capture.note(context, severity)) {
      return null;
    }
    // Before this thread is marked: what a toString logs is a line of its own.
    String message = message(adapter, event);
    LogEntry entry =
        capture.begin(
            context, severity, adapter.severityText(event), adapter.logger(event), message);
    entry.thrown(adapter.thrown(event));
    if (mdc.length > 0) {
      context(capture, entry, adapter, event);
    }
    capture.accept(context, entry);
    return capture.enter() ? capture : null;
  }

  /**
   * The logger is done with the line.
   *
   * @param entered from {@link #enter}
   */
  public static void exit(Object entered) {
    if (entered != null) {
      ((LogCapture) entered).exit();
    }
  }

  private static <E> String message(LogEventAdapter<E> adapter, E event) {
    try {
      return adapter.message(event);
    } catch (RuntimeException | StackOverflowError applications) {
      AgentHealth.count("logs.unrendered");
      return "(the message could not be rendered: " + applications.getClass().getName() + ")";
    }
  }

  private <E> void context(
      LogCapture capture, LogEntry entry, LogEventAdapter<E> adapter, E event) {
    if (!allOfMdc) {
      for (String key : mdc) {
        add(capture, entry, key, adapter.mdc(event, key));
      }
      return;
    }
    Map<?, ?> entries = adapter.mdc(event);
    if (entries != null) {
      for (Map.Entry<?, ?> each : entries.entrySet()) {
        if (each.getKey() instanceof String && !LogStamp.isKey((String) each.getKey())) {
          add(capture, entry, (String) each.getKey(), each.getValue());
        }
      }
    }
  }

  /** Only texts: of anything else its toString would be the application's. */
  private static void add(LogCapture capture, LogEntry entry, String key, Object value) {
    if (value instanceof String) {
      entry.add(key, capture.attribute((String) value));
    }
  }
}
