package com.example.logging;

import java.util.function.BiFunction;
import java.util.function.ObjLongConsumer;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Plays the script through SLF4J alone; which library writes, and where to, its own configuration
 * says. Returns what is left of its own map.
 */
public final class BridgedApplication
    implements BiFunction<String, ObjLongConsumer<Runnable>, Object> {
  @Override
  public Object apply(String configuration, ObjLongConsumer<Runnable> spans) {
    System.setProperty("log4j.configurationFile", configuration);
    System.setProperty("log4j.configuration", configuration.replace(".xml", ".properties"));
    try {
      org.slf4j.Logger logger = LoggerFactory.getLogger("books");
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
      return MDC.getCopyOfContextMap();
    } finally {
      System.clearProperty("log4j.configurationFile");
      System.clearProperty("log4j.configuration");
    }
  }
}
