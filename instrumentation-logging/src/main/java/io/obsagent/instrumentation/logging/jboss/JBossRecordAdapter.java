package io.obsagent.instrumentation.logging.jboss;

import io.obsagent.instrumentation.logging.LogEventAdapter;
import io.obsagent.instrumentation.logging.jul.JulLevels;
import java.util.Map;
import org.jboss.logmanager.ExtLogRecord;

/**
 * JBoss LogManager's records on their way into a logger, which writes its name on them only there;
 * so there is an adapter for each.
 */
final class JBossRecordAdapter implements LogEventAdapter<ExtLogRecord> {
  private final String logger;

  JBossRecordAdapter(String logger) {
    this.logger = logger;
  }

  @Override
  public int severity(ExtLogRecord logged) {
    return JulLevels.severity(logged);
  }

  @Override
  public String severityText(ExtLogRecord logged) {
    return JulLevels.severityText(logged);
  }

  @Override
  public String logger(ExtLogRecord logged) {
    return logger;
  }

  @Override
  public String message(ExtLogRecord logged) {
    return logged.getFormattedMessage();
  }

  @Override
  public Throwable thrown(ExtLogRecord logged) {
    return logged.getThrown();
  }

  @Override
  public Object mdc(ExtLogRecord logged, String key) {
    return logged.getMdc(key);
  }

  @Override
  public Map<?, ?> mdc(ExtLogRecord logged) {
    return logged.getMdcCopy();
  }
}
