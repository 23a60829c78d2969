package io.obsagent.engine.export.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.export.TestTraces;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleExporterTest {
  private static ConsoleExporter exporter(OutputStream target, Charset charset) {
    return new ConsoleExporter(
        new PrintStream(target, false),
        charset,
        new Waterfall("shop", ZoneOffset.UTC, Glyphs.in(charset), false, 140));
  }

  @Test
  void writesEachTraceInOnePieceAndFlushes() {
    List<String> pieces = new ArrayList<>();
    OutputStream target =
        new OutputStream() {
          @Override
          public void write(int b) {
            pieces.add("one byte");
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            pieces.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
          }
        };
    exporter(target, StandardCharsets.UTF_8)
        .export(
            List.of(
                TestTraces.fragment("first", 40, false), TestTraces.fragment("second", 1, true)));
    assertThat(pieces).hasSize(2);
    assertThat(pieces.get(0)).startsWith("┌─ shop").endsWith("└─\n").contains("first child 39");
    assertThat(pieces.get(1)).contains("second").contains("✗ broken");
  }

  @ParameterizedTest
  @ValueSource(strings = {"US-ASCII", "ISO-8859-1", "windows-1252", "IBM037"})
  void drawsOnlyWhatTheStreamCanShow(String name) {
    Charset charset = Charset.forName(name);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    exporter(bytes, charset).export(List.of(TestTraces.fragment("GET /", 2, false)));
    assertThat(bytes.toString(charset)).startsWith("+- shop - ").doesNotContain("?");
  }
}
