package io.obsagent.engine.sampling.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.sampling.Threshold;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShortFormTest {
  private final List<String> complaints = new ArrayList<>();

  @Test
  void allOfThem() {
    String text =
        "error, latency:500ms,latency:2s,rare,probabilistic:5%,rate:100,bytes:1MiB,span_count:20,"
            + "latency_percentile,log_error,new_exception,trace_flags,parent";
    TailRules rules = TailRules.parse(text, complaints);

    assertThat(complaints).isEmpty();
    assertThat(rules.names())
        .containsExactly(
            "parent",
            "error",
            "latency",
            "latency:2s",
            "rare",
            "probabilistic",
            "rate",
            "bytes",
            "span_count",
            "latency_percentile",
            "log_error",
            "new_exception",
            "trace_flags");
    assertThat(rules.description()).isEqualTo(text.replace(", ", ","));
    assertThat(rules.decisionWaitMillis()).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "errors | errors is no policy, ignored; known are error, latency:500ms, rare:15m,",
        "latency | latency is ignored: it needs a number; known are error,",
        "latency:fast | latency:fast is ignored: not a duration such as 500ms",
        "error:5 | error:5 is ignored: nothing may follow the name",
        "probabilistic:101 | probabilistic:101 is ignored: not a percentage from 0 to 100",
        "probabilistic:x | probabilistic:x is ignored: not a number",
        "rate:0 | rate:0 is ignored: not a number, 1 or more",
        "rare:0 | rare:0 is ignored: not more than 0",
        "bytes:much | bytes:much is ignored: not a size such as",
        "latency_percentile:100 | latency_percentile:100 is ignored: not between 0 and 100",
        "parent:1 | parent:1 is no policy, ignored",
      })
  void whatCannotBeUsedIsSaidAndTheOthersHold(String part, String complaint) {
    TailRules rules = TailRules.parse("log_error," + part + ",new_exception", complaints);

    assertThat(complaints).singleElement().asString().startsWith(complaint);
    assertThat(rules.names()).containsExactly("parent", "log_error", "new_exception");
    assertThat(rules.description()).isEqualTo("log_error,new_exception");
  }

  @Test
  void nothingUsableIsNoRules() {
    assertThat(TailRules.parse("nothing,at:all", complaints)).isNull();
    assertThat(complaints).hasSize(2);
    assertThat(TailRules.parse("parent", complaints).names()).containsExactly("parent");
  }

  @Test
  void whatIsCertainBeforehand() {
    assertThat(Judged.rules("error,probabilistic:5,probabilistic:10").baseThreshold())
        .isEqualTo(Threshold.ofRatio(0.1));
    assertThat(Judged.rules("error,always_sample").baseThreshold()).isZero();
    assertThat(Judged.rules("error,rate:100,rare").baseThreshold()).isEqualTo(Threshold.NEVER);
    assertThat(
            Judged.rules(
                    Judged.keep("all", new AlwaysSample()),
                    Judged.drop("health", new StatusCode(true, false)))
                .baseThreshold())
        .isEqualTo(Threshold.NEVER);
    Attribute inverted = StringAttribute.equalTo("http.route", new String[] {"/health"}, true);
    assertThat(
            Judged.rules(
                    Judged.keep("all", new AlwaysSample()),
                    new Rule("not", Rule.Kind.INVERTED, inverted))
                .baseThreshold())
        .isEqualTo(Threshold.NEVER);
  }
}
