package io.obsagent.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionTypesTest {
  private static final OptionType.Remarks SILENT =
      new OptionType.Remarks() {
        @Override
        public void wrong(String text) {}

        @Override
        public void unsupported(String text) {}
      };

  @ParameterizedTest
  @CsvSource({"500ms,500", "5s,5000", "2m,120000", "1h,3600000", "1d,86400000", "30000,30000"})
  void durations(String text, long millis) {
    assertThat(OptionTypes.DURATION.parse(text, SILENT)).isEqualTo(millis);
    assertThat(OptionTypes.DURATION.parse(OptionTypes.DURATION.format(millis), SILENT))
        .isEqualTo(millis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "s", "-1s", "1.5s", "5 weeks", "99999999999999999999", "9999999999999999d"})
  void notDurations(String text) {
    assertThatThrownBy(() -> OptionTypes.DURATION.parse(text, SILENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a duration");
  }

  @ParameterizedTest
  @CsvSource({
    "100,100",
    "100b,100",
    "1k,1024",
    "512KiB,524288",
    "16MB,16777216",
    "16 MiB,16777216",
    "1g,1073741824",
    "2T,2199023255552"
  })
  void sizes(String text, long bytes) {
    assertThat(OptionTypes.SIZE.parse(text, SILENT)).isEqualTo(bytes);
    assertThat(OptionTypes.SIZE.parse(OptionTypes.SIZE.format(bytes), SILENT)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"m", "-1m", "1.5g", "16 pints", "16mx", "9999999999999t", "ib"})
  void notSizes(String text) {
    assertThatThrownBy(() -> OptionTypes.SIZE.parse(text, SILENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a size");
  }

  @Test
  void integersHaveALeastValue() {
    assertThat(OptionTypes.COUNT.parse("0", SILENT)).isZero();
    assertThatThrownBy(() -> OptionTypes.POSITIVE.parse("0", SILENT))
        .hasMessage("an integer, 1 or more");
    assertThatThrownBy(() -> OptionTypes.COUNT.parse("x", SILENT))
        .hasMessage("an integer, 0 or more");
  }

  @Test
  void mapsAreDecodedAndOrdered() {
    assertThat(OptionTypes.MAP.parse("b=1, a = x%20y%2Cz+%C3%BC ,c=,d=k=v,e=100%,f=%zz%4", SILENT))
        .containsExactly(
            Map.entry("b", "1"),
            Map.entry("a", "x y,z+ü"),
            Map.entry("d", "k=v"),
            Map.entry("e", "100%"),
            Map.entry("f", "%zz%4"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://h", "https://h:4318/v1/traces", "HTTP://H"})
  void urls(String text) {
    assertThat(OptionTypes.URL.parse(text, SILENT)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:4317", "http://", "http:///x", "ftp://h"})
  void notUrls(String text) {
    assertThatThrownBy(() -> OptionTypes.URL.parse(text, SILENT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "abc,abc,0",
    "abc,acb,1",
    "abc,ab,1",
    "abc,xabc,1",
    "abc,xyz,3",
    "ca,abc,3",
    "'',ab,2"
  })
  void editDistance(String a, String b, int distance) {
    assertThat(Nearest.distance(a, b)).isEqualTo(distance);
    assertThat(Nearest.distance(b, a)).isEqualTo(distance);
  }
}
