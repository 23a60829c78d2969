package com.example.logging;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.util.function.BiFunction;
import java.util.function.ObjLongConsumer;
import java.util.logging.Level;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Plays the script with the API of an older library, which a bridge of SLF4J leads to Logback.
 * Given {@code api>file}; returns what is left of its own map.
 */
public final class OverLogbackApplication
    implements BiFunction<String, ObjLongConsumer<Runnable>, Object> {
  @Override
  public Object apply(String apiAndFile, ObjLongConsumer<Runnable> spans) {
    int sign = apiAndFile.indexOf('>');
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%msg|%X{trace_id}|%X{span_id}|%X{user}|%X%n");
    encoder.start();
    FileAppender<ILoggingEvent> lines = new FileAppender<>();
    lines.setContext(context);
    lines.setFile(apiAndFile.substring(sign + 1));
    lines.setEncoder(encoder);
    lines.start();
    context.getLogger("ROOT").addAppender(lines);
    play(apiAndFile.substring(0, sign), spans);
    context.stop();
    return MDC.getCopyOfContextMap();
  }

  private static void play(String api, ObjLongConsumer<Runnable> spans) {
    switch (api) {
      case "jul":
        java.util.logging.Logger logger = java.util.logging.Logger.getLogger("books.bridged");
        SLF4JBridgeHandler handler = new SLF4JBridgeHandler();
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
        Script.play(new Jul(logger), spans);
        logger.removeHandler(handler);
        break;
      case "log4j":
        Script.play(new Log4j(), spans);
        break;
      default:
        throw new IllegalArgumentException(api);
    }
  }

  /** {@code java.util.logging}, which has no log context of its own. */
  private static final class Jul implements Script.Library {
    private final java.util.logging.Logger logger;

    Jul(java.util.logging.Logger logger) {
      this.logger = logger;
    }

    @Override
    public void log(Object message, Throwable thrown) {
      logger.log(Level.INFO, message.toString(), thrown);
    }

    @Override
    public void put(String key, String value) {
      MDC.put(key, value);
    }

    @Override
    public void remove(String key) {
      MDC.remove(key);
    }
  }

  /** Log4j 1, or what stands in for it. */
  private static final class Log4j implements Script.Library {
    private final org.apache.log4j.Logger logger = org.apache.log4j.Logger.getLogger("books");

    @Override
    public void log(Object message, Throwable thrown) {
      logger.info(message, thrown);
    }

    @Override
    public void put(String key, String value) {
      org.apache.log4j.MDC.put(key, value);
    }

    @Override
    public void remove(String key) {
      org.apache.log4j.MDC.remove(key);
    }
  }
}
