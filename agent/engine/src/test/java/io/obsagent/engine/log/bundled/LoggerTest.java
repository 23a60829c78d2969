package io.obsagent.engine.log.bundled;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.log.AgentLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoggerTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  @BeforeEach
  void listen() {
    AgentLog.redirect(new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    AgentLog.redirect(System.err);
    AgentLog.debug(false);
  }

  @Test
  void aWarningIsSaidOnceAndWhatIsBelowNever() {
    Logger logger = Logger.getLogger("okhttp3.OkHttpClient");
    logger.log(Level.WARNING, "a connection was leaked", new IllegalStateException("once"));
    logger.log(Level.WARNING, "a connection was leaked", new IllegalStateException("once"));
    logger.info("hello");
    logger.fine("details");

    assertThat(said.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "[obs-agent] OkHttpClient: a connection was leaked:"
                + " java.lang.IllegalStateException: once");
    assertThat(logger.isLoggable(Level.WARNING)).isTrue();
    assertThat(logger.isLoggable(Level.INFO)).isFalse();
  }

  @Test
  void exportersSpeakUnderDebuggingOnly() {
    Logger logger = Logger.getLogger("io.opentelemetry.exporter.internal.http.HttpExporter");
    logger.log(Level.SEVERE, "Failed to export spans.");
    assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(logger.isLoggable(Level.SEVERE)).isFalse();

    AgentLog.debug(true);
    logger.log(Level.SEVERE, "Failed to export spans.");
    assertThat(said.toString(StandardCharsets.UTF_8))
        .isEqualTo("[obs-agent] debug HttpExporter: Failed to export spans.\n");
  }
}
