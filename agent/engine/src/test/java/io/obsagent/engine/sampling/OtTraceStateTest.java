package io.obsagent.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.trace.Context;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtTraceStateTest {
  private static final long HALF = 0x80000000000000L;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "-                      | ot=th:8",
        "a=1,b=2                | ot=th:8,a=1,b=2",
        "a=1,ot=th:c,b=2        | ot=th:8,a=1,b=2",
        "a=1, ot=th:c ,b=2      | ot=th:8,a=1,b=2",
        "a=1,ot=th:c            | ot=th:8,a=1",
        "ot=th:c,a=1            | ot=th:8,a=1",
        "ot=rv:0123456789abcd   | ot=th:8;rv:0123456789abcd",
        "ot=x:y;th:0;rv:1,b=2   | ot=th:8;x:y;rv:1,b=2",
        "ot=th:c;th:d           | ot=th:8",
        "ot=,a=1                | ot=th:8,a=1",
        "aot=th:c               | ot=th:8,aot=th:c",
        "a=ot=,b=2              | ot=th:8,a=ot=,b=2",
        "ot=th:nonsense         | ot=th:8",
        "ot=xth:1               | ot=th:8;xth:1"
      })
  void writing(String list, String expected) {
    assertThat(OtTraceState.withThreshold(list, HALF)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "ot=th:c                | -",
        "ot=th:c,a=1            | a=1",
        "a=1,ot=th:c            | a=1",
        "a=1,ot=th:c,b=2        | a=1,b=2",
        "a=1,ot=rv:0123456789abcd;th:c | ot=rv:0123456789abcd,a=1",
        "ot=th:nonsense;x:y     | ot=x:y"
      })
  void erasing(String list, String expected) {
    assertThat(OtTraceState.withThreshold(list, Threshold.UNKNOWN)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ot=th:8", "a=1,ot=rv:0123456789abcd;th:8,b=2", "a=1 , ot=th:80 "})
  void whatSaysSoAlreadyStaysTheSameString(String list) {
    assertThat(OtTraceState.withThreshold(list, HALF)).isSameAs(list);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=1", "a=1,ot=rv:0123456789abcd", "ot=x:y"})
  void withoutAThresholdNothingIsErased(String list) {
    assertThat(OtTraceState.withThreshold(list, Threshold.UNKNOWN)).isSameAs(list);
  }

  @Test
  void aFullListLosesItsLastMember() {
    String full =
        IntStream.rangeClosed(1, 32).mapToObj(i -> "k" + i + "=v").collect(Collectors.joining(","));

    assertThat(OtTraceState.withThreshold(full, HALF))
        .isEqualTo("ot=th:8," + full.substring(0, full.lastIndexOf(',')));
  }

  @Test
  void aMemberThatWouldBecomeTooLongKeepsItsOthers() {
    String others = "x:" + "y".repeat(251);

    assertThat(OtTraceState.withThreshold("a=1,ot=" + others, 0x12340000000000L))
        .isEqualTo("ot=" + others + ",a=1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "-                              | 23456789abcdef",
        "a=1                            | 23456789abcdef",
        "ot=th:8                        | 23456789abcdef",
        "a=1,ot=th:8;rv:fedcba98765432  | fedcba98765432",
        "ot=rv:fedcba98765432           | fedcba98765432",
        "ot=rv:fedcba9876543            | 23456789abcdef",
        "ot=rv:FEDCBA98765432           | 23456789abcdef",
        "ot=rv:                         | 23456789abcdef",
        "rv=fedcba98765432              | 23456789abcdef"
      })
  void randomness(String list, String expected) {
    Context parent = Context.remote(1, 2, 3, 0, list, null);

    assertThat(OtTraceState.randomness(parent, 0xff23456789abcdefL))
        .isEqualTo(Long.parseLong(expected, 16));
  }
}
