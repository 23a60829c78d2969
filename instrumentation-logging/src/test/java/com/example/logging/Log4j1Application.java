package com.example.logging;

import java.util.function.BiFunction;
import java.util.function.ObjLongConsumer;
import org.apache.log4j.AsyncAppender;
import org.apache.log4j.FileAppender;
import org.apache.log4j.Logger;
import org.apache.log4j.MDC;
import org.apache.log4j.PatternLayout;

/** Plays the script with Log4j 1 through its asynchronous appender. Returns its own map. */
public final class Log4j1Application
    implements BiFunction<String, ObjLongConsumer<Runnable>, Object> {
  @Override
  public Object apply(String file, ObjLongConsumer<Runnable> spans) {
    try {
      FileAppender lines =
          new FileAppender(
              new PatternLayout(
                  "%m|%X{trace_id}|%X{span_id}|%X{user}|%X{trace_flags}|%X{request_id}%n"),
              file);
      AsyncAppender async = new AsyncAppender();
      async.addAppender(lines);
      Logger logger = Logger.getLogger("books");
      logger.setAdditivity(false);
      logger.addAppender(async);
      Script.play(
          new Script.Library() {
            @Override
            public void log(Object message, Throwable thrown) {
              logger.info(message, thrown);
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
      async.close();
      lines.close();
      return MDC.getContext();
    } catch (java.io.IOException unwritable) {
      throw new java.io.UncheckedIOException(unwritable);
    }
  }
}
