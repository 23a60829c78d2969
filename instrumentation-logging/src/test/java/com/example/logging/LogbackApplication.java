package com.example.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.util.function.BiFunction;
import java.util.function.ObjLongConsumer;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Plays the script with Logback through its asynchronous appender. Returns its own map. */
public final class LogbackApplication
    implements BiFunction<String, ObjLongConsumer<Runnable>, Object> {
  @Override
  public Object apply(String file, ObjLongConsumer<Runnable> spans) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%msg|%X{trace_id}|%X{span_id}|%X{user}|%X{trace_flags}|%X{request_id}%n");
    encoder.start();
    FileAppender<ILoggingEvent> lines = new FileAppender<>();
    lines.setContext(context);
    lines.setFile(file);
    lines.setEncoder(encoder);
    lines.start();
    AsyncAppender async = new AsyncAppender();
    async.setContext(context);
    async.setQueueSize(2048);
    async.addAppender(lines);
    async.start();
    Logger logger = context.getLogger("books");
    logger.setAdditive(false);
    logger.addAppender(async);
    Script.play(
        new Script.Library() {
          @Override
          public void log(Object message, Throwable thrown) {
            logger.info("{}", message, thrown);
          }

          @Override
          public void put(String key, String value) {
            MDC.put(key, value);
          }

          @Override
          public void remove(String key) {
            MDC.remove(key);
          }
        },
        spans);
    while (async.getNumberOfElementsInQueue() > 0) {
      Thread.yield(); // stop() waits for one second only, and some lines are long
    }
    async.stop();
    lines.stop();
    return MDC.getCopyOfContextMap();
  }
}
