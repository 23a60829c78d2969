package com.example.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * An application that logs two lines, the second one with an entry of its own, through Logback's
 * asynchronous appender and a pattern. It runs with each version of Logback and knows nothing of
 * the agent.
 */
public final class Bookkeeping implements Callable<List<String>> {
  @Override
  public List<String> call() throws InterruptedException {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    Lines lines = new Lines();
    lines.setContext(context);
    lines.layout.setContext(context);
    lines.layout.setPattern("%msg %X{trace_id:-none} %X{span_id:-none} %X{user:-none}");
    lines.layout.start();
    lines.start();
    AsyncAppender async = new AsyncAppender();
    async.setContext(context);
    async.addAppender(lines);
    async.start();
    Logger logger = context.getLogger("books");
    logger.addAppender(async);

    logger.info("first");
    MDC.put("trace_id", "mine");
    MDC.put("user", "ada");
    logger.info("second");
    MDC.clear();

    async.stop(); // writes what is queued
    lines.told.add("mdc " + MDC.getCopyOfContextMap());
    return lines.told;
  }

  private static final class Lines extends AppenderBase<ILoggingEvent> {
    private final PatternLayout layout = new PatternLayout();
    private final List<String> told = new ArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      told.add(layout.doLayout(event));
      told.add("map " + new TreeMap<>(event.getMDCPropertyMap()));
    }
  }
}
