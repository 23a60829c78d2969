package io.obsagent.engine.config;

/** Which log records are exported ({@code obs.logs.export}). */
public enum LogExport {
  /** Those of traces that are kept. */
  KEPT,
  /** All of them, in a trace or not. */
  ALL,
  NONE;

  /**
   * What the settings come to. Without {@code obs.logs.export}: {@code all} where {@code
   * otel.logs.exporter=otlp} says so; {@code kept} where that is unset and a collector is named for
   * more than traces or metrics alone; else {@code none}. Where no traces are exported, none is
   * kept.
   */
  public static LogExport of(Configuration settings) {
    if (settings.get(Options.SDK_DISABLED)) {
      return NONE;
    }
    LogExport wish = wish(settings);
    return wish == KEPT && settings.get(Options.TRACES_EXPORTER).isEmpty() ? NONE : wish;
  }

  private static LogExport wish(Configuration settings) {
    if (settings.isSet(Options.LOGS_EXPORT)) {
      switch (settings.get(Options.LOGS_EXPORT)) {
        case "kept":
          return KEPT;
        case "all":
          return ALL;
        default:
          return NONE;
      }
    }
    if (settings.isSet(Options.LOGS_EXPORTER)) {
      return settings.get(Options.LOGS_EXPORTER).isEmpty() ? NONE : ALL;
    }
    return isCollectorNamed(settings) ? KEPT : NONE;
  }

  private static boolean isCollectorNamed(Configuration settings) {
    return isSent(settings)
        || (settings.isSet(Options.TRACES_EXPORTER)
            && settings.get(Options.TRACES_EXPORTER).contains("otlp")
            && !settings.isSet(Options.OTLP_TRACES_ENDPOINT));
  }

  private static boolean isSent(Configuration settings) {
    return settings.isSet(Options.OTLP_ENDPOINT)
        || settings.isSet(Options.OTLP_LOGS_ENDPOINT)
        || settings.isSet(Options.OTLP_PROTOCOL)
        || settings.isSet(Options.OTLP_LOGS_PROTOCOL);
  }

  /**
   * Whether somebody has said where log records go. Otherwise a collector on this machine is asked
   * first.
   */
  public static boolean isDestinationKnown(Configuration settings) {
    return settings.isSet(Options.LOGS_EXPORTER) || isCollectorNamed(settings);
  }

  /** Whether loggers are listened to at all: to export, or for the tail sampler. */
  static boolean isCaptured(Configuration settings) {
    return of(settings) != NONE || areErrorsMarked(settings);
  }

  /**
   * Whether the tail sampler may ask for traces in which an error was logged ({@code log_error}).
   * Of a file of policies nothing is known yet.
   */
  public static boolean areErrorsMarked(Configuration settings) {
    return !settings.get(Options.SDK_DISABLED)
        && (settings.isSet(Options.SAMPLING_POLICIES)
            || (settings.isSet(Options.SAMPLING_TAIL)
                && settings.get(Options.SAMPLING_TAIL).contains("log_error")));
  }

  /** Whether each request is told as an event. */
  public static boolean hasRequestEvents(Configuration settings) {
    return !settings.get(Options.SDK_DISABLED)
        && !settings.get(Options.LOGS_REQUESTS).equals("false");
  }

  /** Whether the events of requests are lines on standard output. */
  public static boolean areRequestsPrinted(Configuration settings) {
    String where = settings.get(Options.LOGS_REQUESTS);
    return where.equals("stdout") || (where.equals("true") && of(settings) == NONE);
  }
}
