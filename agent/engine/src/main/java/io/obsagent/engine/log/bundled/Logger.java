package io.obsagent.engine.log.bundled;

import io.obsagent.engine.log.AgentLog;

/**
 * Stands for {@code java.util.logging.Logger} in the libraries the agent JAR bundles: at packaging
 * their references are rewritten to this class, so that they neither wake the application's
 * LogManager nor print on its standard error. A warning is said once; what is below is said only
 * under {@code otel.javaagent.debug}. Exporters are quieter still: whether the collector is lost or
 * back is our own exporter's to say, in one line each.
 *
 * <p>Thread-safe; never throws. Not for hot paths.
 */
public final class Logger {
  private static final String EXPORTERS = "io.opentelemetry.exporter.";

  private final String name;
  private final boolean isExporter;

  private Logger(String name) {
    this.name = name;
    this.isExporter = name.startsWith(EXPORTERS);
  }

  public static Logger getLogger(String name) {
    return new Logger(name);
  }

  public String getName() {
    return name;
  }

  /** Whether a line of this level would be said at all, apart from having been said before. */
  public boolean isLoggable(Level level) {
    return AgentLog.isDebug() || isWarning(level);
  }

  public void log(Level level, String message) {
    log(level, message, (Throwable) null);
  }

  /** The parameters are left out: the libraries' messages are readable without. */
  public void log(Level level, String message, Object[] parameters) {
    log(level, message, (Throwable) null);
  }

  public void log(Level level, String message, Throwable fault) {
    if (isWarning(level)) {
      String key = name + ' ' + message;
      String text = simpleName() + ": " + message;
      if (fault == null) {
        AgentLog.once(key, text);
      } else {
        AgentLog.once(key, text, fault);
      }
    } else if (AgentLog.isDebug()) {
      AgentLog.debug(simpleName() + ": " + message + (fault == null ? "" : ": " + fault));
    }
  }

  public void severe(String message) {
    log(Level.SEVERE, message);
  }

  public void warning(String message) {
    log(Level.WARNING, message);
  }

  public void info(String message) {
    log(Level.INFO, message);
  }

  public void fine(String message) {
    log(Level.FINE, message);
  }

  private boolean isWarning(Level level) {
    return !isExporter && level.intValue() >= Level.WARNING.intValue();
  }

  private String simpleName() {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
