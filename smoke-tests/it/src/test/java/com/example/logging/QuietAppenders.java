package com.example.logging;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.apache.log4j.AsyncAppender;
import org.apache.log4j.ConsoleAppender;
import org.apache.log4j.Level;
import org.apache.log4j.PatternLayout;
import org.apache.log4j.Priority;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/**
 * Loggers that let everything down to DEBUG through to asynchronous appenders which show errors
 * only, outside and, from a stored procedure, inside a span.
 */
public final class QuietAppenders {
  private static final java.util.logging.Logger JUL =
      java.util.logging.Logger.getLogger("books.jul");

  private QuietAppenders() {}

  public static void main(String[] arguments) throws Exception {
    ConfigurationBuilder<BuiltConfiguration> builder =
        ConfigurationBuilderFactory.newConfigurationBuilder();
    builder.add(
        builder
            .newAppender("out", "Console")
            .add(
                builder
                    .newLayout("PatternLayout")
                    .addAttribute("pattern", "log4j2 %p %m%n%ex{0}")));
    builder.add(builder.newAppender("async", "Async").addComponent(builder.newAppenderRef("out")));
    builder.add(
        builder
            .newRootLogger(org.apache.logging.log4j.Level.DEBUG)
            .add(
                builder
                    .newAppenderRef("async")
                    .addAttribute("level", org.apache.logging.log4j.Level.ERROR)));
    Configurator.initialize(builder.build());
    AsyncAppender async = new AsyncAppender();
    async.addAppender(new ConsoleAppender(new PatternLayout("log4j1 %p %m%n")));
    async.setThreshold(Priority.ERROR);
    org.apache.log4j.Logger.getRootLogger().addAppender(async);
    org.apache.log4j.Logger.getRootLogger().setLevel(Level.DEBUG);
    JUL.setLevel(java.util.logging.Level.FINE);

    say("outside");
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:books");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ALIAS SAY FOR \"com.example.logging.QuietAppenders.say\"");
      statement.executeQuery("SELECT SAY('inside')").close();
    }
    async.close();
    LogManager.shutdown();
  }

  /** Called by the database. */
  public static String say(String word) {
    IllegalStateException thrown = new IllegalStateException("no " + word);
    RuntimeException cause = new RuntimeException("around");
    thrown.initCause(cause);
    cause.initCause(thrown);
    LogManager.getLogger("books.log4j2").debug("detail {}", word);
    LogManager.getLogger("books.log4j2").error("failed {}", word, thrown);
    org.apache.log4j.Logger.getLogger("books.log4j1").debug("detail " + word);
    org.apache.log4j.Logger.getLogger("books.log4j1").error("failed " + word, thrown);
    JUL.log(java.util.logging.Level.FINE, "detail {0}", word);
    JUL.severe("failed " + word);
    return word;
  }
}
