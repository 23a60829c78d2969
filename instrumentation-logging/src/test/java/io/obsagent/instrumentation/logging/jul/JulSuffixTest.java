package io.obsagent.instrumentation.logging.jul;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.instrumentation.logging.Weaving;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Properties;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.MemoryHandler;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.Test;

/** {@code obs.logs.jul-suffix}: with a handler that writes later and outside the span. */
class JulSuffixTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private String logged(Properties options) throws Exception {
    Weaving weaving = Weaving.with(options);
    try {
      Handler lines = new StreamHandler(bytes, new SimpleFormatter());
      lines.setEncoding("UTF-8");
      MemoryHandler later = new MemoryHandler(lines, 10, Level.OFF);
      Logger logger = Logger.getAnonymousLogger();
      logger.setUseParentHandlers(false);
      logger.addHandler(later);
      Weaving.inSpan(() -> logger.log(Level.INFO, "{0} inside", "one"), 0xab);
      logger.info("outside");
      LogRecord empty = new LogRecord(Level.INFO, null);
      Weaving.inSpan(() -> logger.log(empty), 0xac);
      later.push();
      lines.flush();
    } finally {
      weaving.close();
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void stampsInsideASpanOnly() throws Exception {
    Properties options = new Properties();
    options.setProperty("obs.logs.jul-suffix", "true");
    assertThat(logged(options))
        .contains(
            "one inside trace_id="
                + Weaving.TRACE
                + " span_id="
                + Weaving.span(0xab)
                + " trace_flags=01\n")
        .contains("outside\n")
        .contains("null trace_id=" + Weaving.TRACE + " span_id=" + Weaving.span(0xac))
        .contains(" trace_flags=01 request_id=" + Weaving.requestId(0xac) + "\n");
  }

  @Test
  void isOffUnlessAskedFor() {
    Configuration plain =
        ConfigurationReader.read(new Properties(), Collections.<String, String>emptyMap(), null);
    assertThat(plain.isInstrumentationEnabled(new JulInstrumentation().name())).isFalse();
    assertThat(plain.isInstrumentationEnabled(new JulSuffixInstrumentation().name())).isFalse();
  }
}
