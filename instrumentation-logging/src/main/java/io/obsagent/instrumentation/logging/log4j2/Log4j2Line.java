package io.obsagent.instrumentation.logging.log4j2;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.message.Message;

/** What a logger of Log4j 2 was given: there is no event yet. 32 bytes that do not escape. */
final class Log4j2Line {
  final String logger;
  final Level level;
  final Message message;
  final Throwable thrown;

  Log4j2Line(String logger, Level level, Message message, Throwable thrown) {
    this.logger = logger;
    this.level = level;
    this.message = message;
    this.thrown = thrown;
  }
}
