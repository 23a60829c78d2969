package com.example.logging;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.logging.Logger;
import org.apache.log4j.ConsoleAppender;
import org.apache.log4j.PatternLayout;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/** Logs with Log4j 2, Log4j 1 and the JDK, outside and, from a stored procedure, inside a span. */
public final class ThreeLibraries {
  private ThreeLibraries() {}

  public static void main(String[] arguments) throws Exception {
    ConfigurationBuilder<BuiltConfiguration> builder =
        ConfigurationBuilderFactory.newConfigurationBuilder();
    builder.add(
        builder
            .newAppender("out", "Console")
            .add(
                builder
                    .newLayout("PatternLayout")
                    .addAttribute("pattern", "log4j2 %m [%X{trace_id}]%n")));
    builder.add(builder.newRootLogger(Level.INFO).add(builder.newAppenderRef("out")));
    Configurator.initialize(builder.build());
    org.apache.log4j.Logger.getRootLogger()
        .addAppender(new ConsoleAppender(new PatternLayout("log4j1 %m [%X{trace_id}]%n")));

    say("outside");
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:books");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE ALIAS SAY FOR \"com.example.logging.ThreeLibraries.say\"");
      statement.executeQuery("SELECT SAY('inside')").close();
    }
    LogManager.shutdown();
  }

  /** Called by the database. */
  public static String say(String word) {
    LogManager.getLogger("books").info(word);
    org.apache.log4j.Logger.getLogger("books").info(word);
    Logger.getLogger("books").info(word);
    return word;
  }
}
