package com.example.logging;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import java.util.function.ObjLongConsumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.LogContext;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.MDC;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.jboss.logmanager.handlers.AsyncHandler;

/**
 * Plays the script with JBoss LogManager through its asynchronous handler. Returns the lines, and
 * what is left of its own map as the last one.
 */
public final class JBossApplication
    implements BiFunction<String, ObjLongConsumer<Runnable>, Object> {
  @Override
  public Object apply(String ignored, ObjLongConsumer<Runnable> spans) {
    Lines lines = new Lines();
    AsyncHandler async = new AsyncHandler(1024);
    async.addHandler(lines);
    Logger logger = LogContext.create().getLogger("books");
    logger.setUseParentHandlers(false);
    logger.addHandler(async);
    Script.play(
        new Script.Library() {
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
        },
        spans);
    try {
      lines.expected.await();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
    async.close();
    lines.written.add(String.valueOf(MDC.copy()));
    return lines.written;
  }

  private static final class Lines extends Handler {
    private final List<String> written = new CopyOnWriteArrayList<>();
    private final CountDownLatch expected = new CountDownLatch(2 * Script.ROUNDS + 1);
    private final PatternFormatter formatter =
        new PatternFormatter("%m|%X{trace_id}|%X{span_id}|%X{user}|%X{trace_flags}|%X{request_id}");

    @Override
    public void publish(LogRecord logged) {
      // It is a copy, which one may change.
      ((ExtLogRecord) logged).getMdcCopy().put("trace_id", "of the copy alone");
      written.add(formatter.format(logged));
      expected.countDown();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
