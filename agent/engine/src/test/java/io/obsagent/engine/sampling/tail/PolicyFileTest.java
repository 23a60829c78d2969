package io.obsagent.engine.sampling.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.sampling.Threshold;
import java.io.File;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFileTest {
  private static final String EXAMPLE =
      """
      processors:
        tail_sampling:
          decision_wait: 10s
          policies:
            - name: errors-policy
              type: status_code
              status_code: {status_codes: [ERROR]}
            - name: latency-policy
              type: latency
              latency: {threshold_ms: 2000}
            - name: probabilistic-policy
              type: probabilistic
              probabilistic: {sampling_percentage: 5}
      """;

  private final List<String> complaints = new ArrayList<>();

  private PolicyFile read(String text) {
    return PolicyFile.read(new StringReader(text), "tail.yaml", key -> null, complaints);
  }

  /** A block of policies, the first of which begins on line 3. */
  private TailRules policies(String text) {
    return read("tail_sampling:\n  policies:\n" + text.indent(4)).rules();
  }

  @Test
  void theFileOfThePage(@TempDir Path folder) throws Exception {
    Path path = folder.resolve("tail.yaml");
    Files.write(path, EXAMPLE.getBytes(StandardCharsets.UTF_8));
    PolicyFile file = PolicyFile.read(path.toFile(), key -> null, complaints);

    assertThat(complaints).isEmpty();
    assertThat(file.rules().names())
        .containsExactly("parent", "errors-policy", "latency-policy", "probabilistic-policy");
    assertThat(file.rules().decisionWaitMillis()).isEqualTo(10_000);
    assertThat(file.rules().baseThreshold()).isEqualTo(Threshold.ofRatio(0.05));
    assertThat(file.rules().description()).isEqualTo("tail.yaml");
    assertThat(file.memoryLimitBytes()).isEqualTo(-1);
    assertThat(file.batchSpans()).isEqualTo(-1);
    assertThat(file.batchDelayMillis()).isEqualTo(-1);
  }

  @Test
  void memoryAndBatchesAreReadAndTheRestIsNamedOnce() {
    PolicyFile file =
        read(
            """
            receivers:
              otlp:
            processors:
              memory_limiter: {check_interval: 1s, limit_mib: 40, spike_limit_mib: 8}
              resource/shop:
                attributes: []
              batch: {send_batch_size: 1_000, timeout: 200ms, send_batch_max_size: 2000}
              tail_sampling/shop:
                num_traces: 100
                expected_new_traces_per_sec: 10
                decision_cache: {sampled_cache_size: 100_000}
                sample_on_first_match: true
                policies:
                  - &share
                    name: share
                    type: probabilistic
                    probabilistic: {sampling_percentage: 5, hash_salt: x}
                  - <<: *share
                    name: more
                    probabilistic: {sampling_percentage: 7.5, hash_salt: y}
            service:
              pipelines: {}
            """);

    assertThat(complaints)
        .containsExactlyInAnyOrder(
            "tail.yaml: not read: resource/shop, receivers, service",
            "tail.yaml: without meaning in process, ignored: check_interval, send_batch_max_size,"
                + " num_traces, expected_new_traces_per_sec, decision_cache,"
                + " sample_on_first_match, hash_salt");
    assertThat(file.rules().names()).containsExactly("parent", "share", "more");
    assertThat(file.memoryLimitBytes()).isEqualTo(32L << 20);
    assertThat(file.batchSpans()).isEqualTo(1_000);
    assertThat(file.batchDelayMillis()).isEqualTo(200);
  }

  @Test
  void everyTypeOfTheCollectorsPage() {
    TailRules rules =
        policies(
            """
            [
              {name: p1, type: always_sample},
              {name: p2, type: latency, latency: {threshold_ms: 5000, upper_threshold_ms: 10000}},
              {name: p3, type: numeric_attribute, numeric_attribute: {key: k, min_value: 50, max_value: 100}},
              {name: p4, type: probabilistic, probabilistic: {sampling_percentage: 10}},
              {name: p5, type: status_code, status_code: {status_codes: [ERROR, UNSET]}},
              {name: p6, type: string_attribute, string_attribute: {key: k, values: [a, b]}},
              {name: p7, type: string_attribute, string_attribute: {key: k, values: [a, val*], enabled_regex_matching: true}},
              {name: p8, type: rate_limiting, rate_limiting: {spans_per_second: 35}},
              {name: p9, type: bytes_limiting, bytes_limiting: {bytes_per_second: 1024000, burst_capacity: 2048000}},
              {name: p10, type: span_count, span_count: {min_spans: 2, max_spans: 20}},
              {name: p11, type: trace_state, trace_state: {key: k, values: [a, b]}},
              {name: p12, type: boolean_attribute, boolean_attribute: {key: k, value: true}},
              {name: p13, type: trace_flags},
              {name: p14, type: and, and: {and_sub_policy: [{name: s, type: always_sample}]}},
              {name: p15, type: drop, drop: {drop_sub_policy: [{name: s, type: string_attribute, string_attribute: {key: url.path, values: [/health, /metrics], enabled_regex_matching: true}}]}},
              {name: p16, type: not, not: {not_sub_policy: {name: s, type: always_sample}}},
              {name: p17, type: composite, composite: {
                 max_total_spans_per_second: 1000,
                 policy_order: [c1, c2, c3],
                 composite_sub_policy: [
                   {name: c1, type: numeric_attribute, numeric_attribute: {key: k, min_value: 50}},
                   {name: c2, type: string_attribute, string_attribute: {key: k, values: [a]}},
                   {name: c3, type: always_sample}],
                 rate_allocation: [{policy: c1, percent: 50}, {policy: c2, percent: 25}]}},
              {name: o1, type: error}, {name: o2, type: rare, rare: {period: 15m}},
              {name: o3, type: latency_percentile, latency_percentile: {percentile: 99.5}},
              {name: o4, type: log_error}, {name: o5, type: new_exception}, {name: o6, type: parent}
            ]
            """);

    assertThat(complaints).isEmpty();
    // What drops is asked first; "parent" is there anyway.
    assertThat(rules.names())
        .hasSize(1 + 17 + 5)
        .startsWith("parent", "p15", "p1", "p2")
        .endsWith("p17", "o1", "o2", "o3", "o4", "o5");
    assertThat(rules.baseThreshold()).isEqualTo(Answer.NEVER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type: ottl_condition, ottl_condition: {span: []}"
            + "| :4: ottl_condition is not supported: OTTL is the Collector's",
        "type: latencies | :4: latencies is no policy type; known are always_sample, and,",
        "latency: {threshold_ms: 1} | :4: a policy needs a type, one of always_sample, and,",
        "type: latency, latency: {threshold_ms: soon}"
            + "| :4: threshold_ms: soon is not a whole number",
        "type: latency, latency: {threshold_ms: -1} | :4: threshold_ms is less than 0",
        "type: latency, latency: fast | :4: a mapping is expected here",
        "type: probabilistic, probabilistic: {sampling_percentage: few}"
            + "| :4: sampling_percentage: few is not a number",
        "type: status_code | :4: status_code needs status_codes: OK, ERROR or UNSET",
        "type: status_code, status_code: {status_codes: [BAD]}"
            + "| :4: BAD is no status code: OK, ERROR or UNSET",
        "type: string_attribute, string_attribute: {values: [a]} | :4: key is needed",
        "type: string_attribute, string_attribute: {key: a} | :4: values are needed",
        "type: string_attribute, string_attribute: {key: a, values: ['(']"
            + ", enabled_regex_matching: true}"
            + "| :4: ( is not a regular expression (Unclosed group)",
        "type: boolean_attribute, boolean_attribute: {key: a, value: perhaps}"
            + "| :4: value: perhaps is not true or false",
        "type: boolean_attribute, string_attribute: {key: a, value: true} | :4: key is needed",
        "type: rate_limiting | :4: spans_per_second is needed, 1 or more",
        "type: and | :4: a list of policies is needed: and_sub_policy",
        "type: and, and: {and_sub_policy: {type: error}} | :4: and_sub_policy is not a list",
        "type: and, and: {and_sub_policy: [{type: drop}]} | :4: drop stands only at the top",
        "type: not | :4: not needs a not_sub_policy",
        "type: composite, composite: {max_total_spans_per_second: 5, policy_order: [x],"
            + " composite_sub_policy: [{name: y, type: error}]}"
            + "| :4: x is no composite_sub_policy here",
        "type: composite, composite: {max_total_spans_per_second: 5, composite_sub_policy:"
            + " [{name: y, type: error}], rate_allocation: [{policy: y, percent: 200}]}"
            + "| :4: 200 is not a percentage from 0 to 100",
        "type: rare, rare: {period: often}"
            + "| :4: period: often is not a duration such as 10s or 1m30s",
        "type: latency_percentile, latency_percentile: {percentile: 100}"
            + "| :4: 100.0 is not between 0 and 100",
      })
  void whatCannotBeUsedIsSaidWithItsLineAndTheOthersHold(String bad, String complaint) {
    TailRules rules =
        policies("- {name: good, type: error}\n- {name: bad, " + bad + "}\n- {type: log_error}\n");

    assertThat(complaints)
        .singleElement()
        .asString()
        .startsWith("tail.yaml" + complaint)
        .endsWith("; policy bad is ignored");
    assertThat(rules.names()).containsExactly("parent", "good", "log_error");
  }

  @Test
  void whatAPolicyDoesNotKnowIsSaid() {
    TailRules rules =
        policies(
            """
            - name: slow
              type: latency
              latency:
                threshold: 500
                threshold_ms: 2000
              error: {}
            - just a text
            - {name: slow, type: error}
            """);

    assertThat(complaints)
        .containsExactlyInAnyOrder(
            "tail.yaml:6: threshold is no setting of latency, ignored; known are threshold_ms,"
                + " upper_threshold_ms",
            "tail.yaml:8: error is ignored in a policy of type latency",
            "tail.yaml:9: a mapping is expected here",
            "tail.yaml:10: a second policy is named slow: they count as one");
    assertThat(rules.names()).containsExactly("parent", "slow", "slow");
  }

  @Test
  void filesWithNothingToRead() {
    assertThat(read("processors:\n  batch:\n").rules()).isNull();
    assertThat(read("").rules()).isNull();
    assertThat(read("- a\n- b\n").rules()).isNull();
    assertThat(read("processors:\n  tail_sampling: [\n").rules()).isNull();
    assertThat(read("tail_sampling:\n  policies: none\n").rules()).isNull();
    assertThat(PolicyFile.read(new File("/no/such"), key -> null, complaints).rules()).isNull();

    assertThat(complaints)
        .containsExactly(
            "tail.yaml: no policy of a tail_sampling block can be used",
            "tail.yaml: no policy of a tail_sampling block can be used",
            "tail.yaml:1: a mapping is expected here",
            "tail.yaml:3: not YAML: expected the node content, but found '<stream end>'",
            "tail.yaml:2: policies is not a list",
            "/no/such cannot be read (/no/such (No such file or directory)): no tail sampling by"
                + " it");
  }

  @ParameterizedTest
  @CsvSource({"10s,10000", "1m30s,90000", "1.5s,1500", "200ms,200", "2h,7200000", "0,0", "1us,0"})
  void durationsOfGo(String text, long millis) {
    assertThat((long) GoDuration.millis(text)).isEqualTo(millis);
  }

  @ParameterizedTest
  @CsvSource({"10", "s", "1d", "''", "1.2.3s", "-1s"})
  void noDurationsOfGo(String text) {
    assertThat(GoDuration.millis(text)).isNaN();
  }
}
