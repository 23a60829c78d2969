package io.obsagent.engine.log;

import java.io.PrintStream;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The agent's own words: one line per event, each beginning {@code [obs-agent]}, on standard error
 * or in {@code obs.log.file}. It uses no logging framework, so it can neither load one too early
 * nor disturb the application's.
 *
 * <p>Thread-safe; never throws. Not for hot paths: whoever logs from one uses {@link #once}.
 */
public final class AgentLog {
  private static final String PREFIX = "[obs-agent] ";
  private static final ConcurrentHashMap<String, Boolean> SAID = new ConcurrentHashMap<>();

  /** Distinct keys of {@link #once} that are remembered; later ones stay unsaid. */
  private static final int MAX_SAID = 1_000;

  private static volatile PrintStream out = System.err;
  private static volatile boolean debug;

  private AgentLog() {}

  /** Sends all later lines to {@code stream}. */
  public static void redirect(PrintStream stream) {
    out = stream;
  }

  /** Switches {@link #debug} lines on or off ({@code otel.javaagent.debug}). */
  public static void debug(boolean enabled) {
    debug = enabled;
  }

  public static boolean isDebug() {
    return debug;
  }

  /** One event line. Line breaks inside the text are made visible, so an event stays one line. */
  public static void event(String text) {
    write(text, null);
  }

  /** One event line the first time this key is used, nothing afterwards. */
  public static void once(String key, String text) {
    if (SAID.size() < MAX_SAID && SAID.putIfAbsent(key, Boolean.TRUE) == null) {
      write(text, null);
    }
  }

  /** As {@link #once}; the stack trace is added when debugging is on. */
  public static void once(String key, String text, Throwable fault) {
    if (SAID.size() < MAX_SAID && SAID.putIfAbsent(key, Boolean.TRUE) == null) {
      write(text + ": " + describe(fault), fault);
    }
  }

  /** A line only {@code otel.javaagent.debug=true} shows. */
  public static void debug(String text) {
    if (debug) {
      write("debug " + text, null);
    }
  }

  private static String describe(Throwable fault) {
    try {
      String message = fault.getMessage();
      return message == null
          ? fault.getClass().getName()
          : fault.getClass().getName() + ": " + message;
    } catch (Throwable broken) {
      return fault.getClass().getName();
    }
  }

  private static void write(String text, Throwable fault) {
    try {
      PrintStream stream = out;
      stream.println(PREFIX + text.replace('\n', ' ').replace('\r', ' '));
      if (fault != null && debug) {
        fault.printStackTrace(stream);
      }
    } catch (Throwable ignored) {
      // Nowhere left to say it; the application goes on.
    }
  }
}
