package com.example.logging;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.ObjLongConsumer;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;

/** Plays the script with Log4j 2; the configuration says how and where to. Returns its own map. */
public final class Log4j2Application
    implements BiFunction<String, ObjLongConsumer<Runnable>, Object> {
  @Override
  public Object apply(String configuration, ObjLongConsumer<Runnable> spans) {
    LoggerContext context =
        Configurator.initialize("books", getClass().getClassLoader(), configuration);
    Logger logger = context.getLogger("books");
    Script.play(
        new Script.Library() {
          @Override
          public void log(Object message, Throwable thrown) {
            // The one form that every version has.
            logger.info(
                "{}", thrown == null ? new Object[] {message} : new Object[] {message, thrown});
          }

          @Override
          public void put(String key, String value) {
            ThreadContext.put(key, value);
          }

          @Override
          public void remove(String key) {
            ThreadContext.remove(key);
          }
        },
        spans);
    Map<String, String> own = ThreadContext.getContext();
    Object layout = context.getConfiguration().getAppenders().get("file").getLayout();
    if (!layout.getClass().getName().startsWith("org.apache.logging.")) {
      throw new ClassCastException(layout.getClass() + " is no layout of the configuration");
    }
    Configurator.shutdown(context);
    return own;
  }
}
