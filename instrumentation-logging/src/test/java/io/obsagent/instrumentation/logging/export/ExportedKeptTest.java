package io.obsagent.instrumentation.logging.export;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.logs.LogEntry;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.Span;
import java.io.StringWriter;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.apache.log4j.MDC;
import org.apache.log4j.SimpleLayout;
import org.apache.log4j.WriterAppender;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.WriterAppender.Builder;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code obs.logs.export=kept}: what a logger lets through inside a recorded span. */
class ExportedKeptTest {
  private ExportedRecords exported;

  @BeforeEach
  void weave() {
    exported = ExportedRecords.with("obs.logs.export", "kept", "obs.logs.mdc", "user");
  }

  @AfterEach
  void unweave() {
    exported.close();
  }

  @Test
  void logbacksAppenderHidesAndItsLoggerDecides() {
    var context = new ch.qos.logback.classic.LoggerContext();
    ListAppender<ILoggingEvent> errors = new ListAppender<>();
    errors.setContext(context);
    ThresholdFilter threshold = new ThresholdFilter();
    threshold.setLevel("ERROR");
    threshold.start();
    errors.addFilter(threshold);
    errors.start();
    var logger = context.getLogger("books");
    logger.addAppender(errors);
    logger.setLevel(ch.qos.logback.classic.Level.DEBUG);

    logger.error("outside");
    Span span =
        exported.inSpan(
            () -> {
              logger.trace("not let through");
              logger.debug("hidden {}", 1);
              logger.error("failed");
            });
    assertThat(errors.list).hasSize(2);
    List<LogEntry> entries = exported.take();
    assertThat(entries).extracting(LogEntry::body).containsExactly("hidden 1", "failed");
    assertThat(entries).extracting(LogEntry::severity).containsExactly(5, 17);
    assertThat(entries).extracting(LogEntry::severityText).containsExactly("DEBUG", "ERROR");
    assertThat(entries).extracting(LogEntry::spanId).containsOnly(span.spanId());
    assertThat(entries).extracting(LogEntry::flags).allMatch(flags -> (flags & 1) == 1);
  }

  @Test
  void log4j2sAppenderHidesAndItsLoggerDecides() {
    StringWriter errors = new StringWriter();
    try (LoggerContext context = new LoggerContext("kept")) {
      context.start();
      Configuration configuration = context.getConfiguration();
      var appender =
          new Builder<>()
              .setName("errors")
              .setTarget(errors)
              .setLayout(PatternLayout.newBuilder().withPattern("%m%n").build())
              .build();
      appender.start();
      configuration.getRootLogger().addAppender(appender, Level.ERROR, null);
      configuration.getRootLogger().setLevel(Level.DEBUG);
      context.updateLoggers();
      var logger = context.getLogger("books");
      exported.inSpan(
          () -> {
            logger.trace("not let through");
            logger.debug("hidden {}", 1);
            logger.atError().withThrowable(new IllegalStateException("no")).log("failed");
          });
    }
    assertThat(errors.toString()).contains("failed").doesNotContain("hidden");
    List<LogEntry> entries = exported.take();
    assertThat(entries).extracting(LogEntry::body).containsExactly("hidden 1", "failed");
    assertThat(entries).extracting(LogEntry::severity).containsExactly(5, 17);
    assertThat(entries.get(1).thrown()).hasMessage("no");
  }

  @Test
  void theJdksLevelsAndParameters() {
    var logger = java.util.logging.Logger.getAnonymousLogger();
    logger.setUseParentHandlers(false);
    logger.setLevel(java.util.logging.Level.FINE);
    exported.inSpan(
        () -> {
          logger.finer("not let through");
          logger.log(new LogRecord(java.util.logging.Level.FINER, "nor by its own record"));
          logger.log(java.util.logging.Level.FINE, "fine {0}", "one");
          logger.config("config");
          logger.severe("severe");
        });
    List<LogEntry> entries = exported.take();
    assertThat(entries).extracting(LogEntry::body).containsExactly("fine one", "config", "severe");
    assertThat(entries).extracting(LogEntry::severity).containsExactly(6, 7, 17);
  }

  @Test
  void aBridgeHandsOnAndTheLineIsThereOnce() {
    StringWriter written = new StringWriter();
    var target = org.apache.log4j.Logger.getLogger("bridged");
    target.setAdditivity(false);
    target.removeAllAppenders();
    target.addAppender(new WriterAppender(new SimpleLayout(), written));
    var logger = java.util.logging.Logger.getAnonymousLogger();
    logger.setUseParentHandlers(false);
    logger.addHandler(
        new Handler() {
          @Override
          public void publish(LogRecord logged) {
            target.info(logged.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        });
    exported.inSpan(
        () -> {
          logger.info("by the bridge");
          target.info("directly");
        });
    assertThat(written.toString()).contains("by the bridge").contains("directly");
    assertThat(exported.bodies()).containsExactly("by the bridge", "directly");
  }

  @Test
  void onlyEntriesOfTheLogContextThatAreAskedFor() {
    var logger = org.apache.log4j.Logger.getLogger("mdc");
    logger.setLevel(org.apache.log4j.Level.INFO);
    MDC.put("user", "ada");
    MDC.put("password", "secret");
    try {
      exported.inSpan(() -> logger.info("bought"));
    } finally {
      MDC.remove("user");
      MDC.remove("password");
    }
    LogEntry entry = exported.take().get(0);
    assertThat(entry.attributeCount()).isEqualTo(1);
    assertThat(entry.attributeKey(0)).isEqualTo("user");
    assertThat(entry.attributeValue(0)).isEqualTo("ada");
  }

  @Test
  void aToStringThatThrows() {
    try (LoggerContext context = new LoggerContext("throwing")) {
      context.start();
      context.getConfiguration().getRootLogger().setLevel(Level.INFO);
      context.updateLoggers();
      var logger = context.getLogger("books");
      long before = AgentHealth.get("logs.unrendered");
      exported.inSpan(
          () ->
              logger.info(
                  new Object() {
                    @Override
                    public String toString() {
                      throw new IllegalStateException("unspeakable");
                    }
                  }));
      assertThat(exported.bodies())
          .containsExactly("(the message could not be rendered: java.lang.IllegalStateException)");
      assertThat(AgentHealth.get("logs.unrendered")).isEqualTo(before + 1);
      exported.inSpan(() -> logger.info("goes on"));
      assertThat(exported.bodies()).containsExactly("goes on");
    }
  }

  @Test
  void anAppenderThatThrowsDoesNotSilenceTheThread() {
    var logger = java.util.logging.Logger.getAnonymousLogger();
    logger.setUseParentHandlers(false);
    Handler broken =
        new Handler() {
          @Override
          public void publish(LogRecord logged) {
            throw new IllegalStateException("broken");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(broken);
    exported.inSpan(
        () -> {
          try {
            logger.info("one");
          } catch (IllegalStateException expected) {
            logger.removeHandler(broken);
          }
          logger.info("two");
        });
    assertThat(exported.bodies()).containsExactly("one", "two");
  }

  @Test
  void nothingOfTheAgentsOwnAndNothingOutsideARecordedSpan() {
    var logger = org.apache.log4j.Logger.getLogger("own");
    Context before = Context.OWN.makeCurrent();
    logger.error("own");
    Context.OWN.restore(before);
    Context remote = Context.remote(1, 2, 3, 0, null, null);
    before = remote.makeCurrent();
    logger.error("not recorded");
    remote.restore(before);
    assertThat(exported.bodies()).isEmpty();
  }

  /** For the tail sampler's {@code log_error}: also where nothing is exported. */
  @Test
  void anErrorMarksItsTrace() {
    exported.close();
    exported = ExportedRecords.with("obs.logs.export", "none", "obs.sampling.tail", "log_error");
    var logger = org.apache.log4j.Logger.getLogger("marks");
    logger.setLevel(org.apache.log4j.Level.INFO);
    Span warned = exported.inSpan(() -> logger.warn("careful"));
    Span failed = exported.inSpan(() -> logger.error("failed"));
    assertThat(((RecordedSpan) warned).fragment().isErrorLogged()).isFalse();
    assertThat(((RecordedSpan) failed).fragment().isErrorLogged()).isTrue();
    assertThat(exported.bodies()).isEmpty();
  }
}
