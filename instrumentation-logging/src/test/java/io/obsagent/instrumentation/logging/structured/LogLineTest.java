package io.obsagent.instrumentation.logging.structured;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.obsagent.engine.Engine;
import io.obsagent.engine.config.ConfigurationReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LogLineTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @BeforeAll
  static void plainOptions() {
    Engine.install(
        ConfigurationReader.read(new Properties(), Collections.<String, String>emptyMap(), null),
        null,
        null);
  }

  private static LogLine line(boolean ascii, long millis) {
    return LogLine.begin(ascii, millis, "INFO").origin("logger", "thread");
  }

  @Test
  void writesEveryInstantAsTheJdkReadsIt() throws Exception {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      // years 0 to 9999
      long millis = -62_167_219_200_000L + (long) (random.nextDouble() * 315_569_520_000_000L);
      String written = JSON.readTree(line(false, millis).toBytes()).get("timestamp").asText();
      assertThat(Instant.parse(written).toEpochMilli()).isEqualTo(millis);
      assertThat(written).hasSize(24);
    }
  }

  @Test
  void everyTextComesBackAsItWas() throws Exception {
    Random random = new Random(4);
    for (int i = 0; i < 3_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(40); length > 0; length--) {
        int kind = random.nextInt(4);
        text.append((char) random.nextInt(kind == 0 ? 0x80 : kind == 1 ? 0x900 : 0x10000));
      }
      String expected =
          new String(text.toString().getBytes(StandardCharsets.UTF_16), StandardCharsets.UTF_16);
      for (boolean ascii : new boolean[] {false, true}) {
        byte[] bytes = line(ascii, 0).message(text).toBytes();
        assertThat(JSON.readTree(bytes).get("message").asText()).isEqualTo(expected);
        String decoded = new String(bytes, StandardCharsets.UTF_8);
        assertThat(decoded.chars().filter(c -> c < ' ' || c == 0x2028 || c == 0x2029).count())
            .as("line ends in " + decoded)
            .isEqualTo(1);
        assertThat(!ascii || decoded.chars().allMatch(c -> c < 0x80)).isTrue();
      }
      assertThat(line(true, 0).message(text).toText())
          .isEqualTo(new String(line(true, 0).message(text).toBytes(), StandardCharsets.US_ASCII));
    }
  }

  @Test
  void circlesAndDepthEnd() throws Exception {
    Exception first = new Exception("first");
    Exception second = new Exception("second", first);
    first.initCause(second);
    first.addSuppressed(second);
    JsonNode circle = JSON.readTree(line(false, 0).thrown(first).toBytes());
    assertThat(circle.get("stack_trace").asText())
        .contains("Suppressed: java.lang.Exception: second")
        .contains("Caused by: [java.lang.Exception: first, again]\n");

    Throwable deep = new Exception("bottom");
    for (int i = 0; i < 50_000; i++) {
      deep = new Exception("level", deep);
    }
    JsonNode cut = JSON.readTree(line(false, 0).thrown(deep).toBytes());
    assertThat(cut.get("stack_trace").asText()).endsWith(", and more]\n");

    Exception nest = new Exception("core");
    for (int i = 0; i < 50_000; i++) {
      Exception outer = new Exception("around");
      outer.addSuppressed(nest);
      nest = outer;
    }
    assertThat(line(false, 0).thrown(nest).toBytes().length).isLessThan(1 << 20);
  }

  @Test
  void anExceptionThatCannotTellItsMessageIsStillWritten() throws Exception {
    Exception mute =
        new Exception() {
          @Override
          public String getMessage() {
            throw new IllegalStateException("no words");
          }
        };
    JsonNode line = JSON.readTree(line(false, 0).thrown(mute).toBytes());
    assertThat(line.get("exception_message").asText())
        .isEqualTo("(its message threw java.lang.IllegalStateException)");
  }
}
