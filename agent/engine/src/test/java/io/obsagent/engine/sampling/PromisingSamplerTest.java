package io.obsagent.engine.sampling;

import static io.obsagent.engine.sampling.SamplingDecision.DROP;
import static io.obsagent.engine.sampling.SamplingDecision.RECORD_AND_SAMPLE;
import static io.obsagent.engine.sampling.SamplingDecision.RECORD_ONLY;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.trace.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the wire says under a tail sampler whose base probability is one half. */
class PromisingSamplerTest {
  private static final long ABOVE = 0x12_9abcdef0123456L;
  private static final long BELOW = 0x12_7abcdef0123456L;
  private static final long HALF = Threshold.ofRatio(0.5);

  private long base = HALF;

  private HeadSampler sampler(String... settings) {
    Properties properties = new Properties();
    for (int i = 0; i < settings.length; i += 2) {
      properties.setProperty(settings[i], settings[i + 1]);
    }
    List<String> complaints = new ArrayList<>();
    HeadSampler sampler =
        HeadSamplers.underTail(
            ConfigurationReader.read(properties, Map.of(), null), () -> base, complaints);
    assertThat(complaints).isEmpty();
    return sampler;
  }

  private static Context parent(boolean sampled, String traceState, long low) {
    return Context.remote(1, low, 3, sampled ? Context.SAMPLED : 0, traceState, null);
  }

  @Test
  void whereATraceBeginsTheBaseDecidesWhatIsPromised() {
    HeadSampler sampler = sampler();
    assertThat(sampler.decide(Context.ROOT, 1, ABOVE)).isEqualTo(RECORD_AND_SAMPLE);
    assertThat(sampler.decide(Context.ROOT, 1, BELOW)).isEqualTo(RECORD_ONLY);
    assertThat(sampler.traceState(Context.ROOT, RECORD_AND_SAMPLE)).isEqualTo("ot=th:8");
    assertThat(sampler.traceState(Context.ROOT, RECORD_AND_SAMPLE))
        .isSameAs(sampler.traceState(Context.ROOT, RECORD_AND_SAMPLE));
    assertThat(sampler.traceState(Context.ROOT, RECORD_ONLY)).isNull();
  }

  /** Parent sampled?, its tracestate, above?, promised?, our tracestate. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // Not sampled by the parent: decided here; a threshold without the flag says nothing.
        "false, -, true, true, ot=th:8",
        "false, -, false, false, -",
        "false, 'ot=th:4,x=1', false, false, x=1",
        "false, 'ot=rv:00000000000000', true, false, ot=rv:00000000000000",
        "false, 'ot=rv:ffffffffffffff', false, true, ot=th:8;rv:ffffffffffffff",
        "false, 'x=1', true, true, 'ot=th:8,x=1'",
        // Sampled by the parent: always kept, by whoever keeps more.
        "true, -, false, true, -",
        "true, -, true, true, ot=th:8",
        "true, ot=th:4, false, true, ot=th:4",
        "true, ot=th:4, true, true, ot=th:4",
        "true, ot=th:9, true, true, ot=th:8",
        // A threshold that the trace's randomness does not reach is not true.
        "true, ot=th:c, false, true, -",
        "true, ot=th:c, true, true, ot=th:8",
      })
  void whatArrives(boolean sampled, String state, boolean above, boolean promised, String ours) {
    Context parent = parent(sampled, state, above ? ABOVE : BELOW);
    HeadSampler sampler = sampler();
    SamplingDecision decision = sampler.decide(parent, 1, parent.traceIdLow());
    assertThat(decision).isEqualTo(promised ? RECORD_AND_SAMPLE : RECORD_ONLY);
    assertThat(sampler.traceState(parent, decision)).isEqualTo(ours);
  }

  @Test
  void withoutABaseOnlyTheParentIsCertain() {
    base = Threshold.NEVER;
    HeadSampler sampler = sampler();
    assertThat(sampler.decide(Context.ROOT, 1, -1)).isEqualTo(RECORD_ONLY);
    Context parent = parent(true, null, ABOVE);
    assertThat(sampler.decide(parent, 1, ABOVE)).isEqualTo(RECORD_AND_SAMPLE);
    assertThat(sampler.traceState(parent, RECORD_AND_SAMPLE)).isNull();
  }

  @Test
  void aChangedBaseIsPromisedFromTheNextTraceOn() {
    HeadSampler sampler = sampler();
    assertThat(sampler.traceState(Context.ROOT, RECORD_AND_SAMPLE)).isEqualTo("ot=th:8");
    base = Threshold.ofRatio(0.75);
    assertThat(sampler.decide(Context.ROOT, 1, BELOW)).isEqualTo(RECORD_AND_SAMPLE);
    assertThat(sampler.traceState(Context.ROOT, RECORD_AND_SAMPLE)).isEqualTo("ot=th:4");
  }

  /** Head sampler, its argument, above?, decision, tracestate, floor. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "parentbased_always_on, '', false, RECORD_ONLY, -, 0",
        "always_on, '', true, RECORD_AND_SAMPLE, ot=th:8, 0",
        "traceidratio, 0.25, true, DROP, -, c",
        "parentbased_traceidratio, 0.75, false, RECORD_ONLY, -, 4",
        "parentbased_traceidratio, 0.75, true, RECORD_AND_SAMPLE, ot=th:8, 4",
        "parentbased_always_off, '', true, DROP, -, -",
        "rate_limited, 5, true, RECORD_AND_SAMPLE, -, -",
      })
  void aConfiguredHeadDropsFirst(
      String name,
      String argument,
      boolean above,
      SamplingDecision expected,
      String state,
      String floor) {
    String[] settings = {"otel.traces.sampler", name, "otel.traces.sampler.arg", argument};
    HeadSampler sampler = sampler(settings);
    SamplingDecision decision = sampler.decide(Context.ROOT, 1, above ? ABOVE : BELOW);
    assertThat(decision).isEqualTo(expected);
    assertThat(sampler.traceState(Context.ROOT, decision)).isEqualTo(state);
    Properties properties = new Properties();
    properties.setProperty(settings[0], settings[1]);
    properties.setProperty(settings[2], settings[3]);
    assertThat(HeadSamplers.floorUnderTail(ConfigurationReader.read(properties, Map.of(), null)))
        .isEqualTo(floor == null ? Threshold.UNKNOWN : Threshold.parse(floor, 0, floor.length()));
    if (!name.equals("always_off")) {
      assertThat(sampler.decide(parent(true, null, BELOW), 1, BELOW)).isEqualTo(RECORD_AND_SAMPLE);
      assertThat(sampler.decide(parent(false, null, BELOW), 1, BELOW)).isEqualTo(RECORD_ONLY);
    }
  }

  @Test
  void theThresholdIsTheHigherOfBoth() {
    base = Threshold.ofRatio(0.75);
    HeadSampler sampler =
        sampler("otel.traces.sampler", "traceidratio", "otel.traces.sampler.arg", "0.5");
    assertThat(sampler.decide(Context.ROOT, 1, BELOW)).isEqualTo(DROP);
    assertThat(sampler.decide(Context.ROOT, 1, ABOVE)).isEqualTo(RECORD_AND_SAMPLE);
    assertThat(sampler.traceState(Context.ROOT, RECORD_AND_SAMPLE)).isEqualTo("ot=th:8");
  }

  @Test
  void withoutRulesTheConfiguredHeadIsAlone() {
    base = -1;
    HeadSampler sampler = sampler();
    assertThat(sampler.decide(Context.ROOT, 1, BELOW)).isEqualTo(RECORD_AND_SAMPLE);
    assertThat(sampler.traceState(Context.ROOT, RECORD_AND_SAMPLE)).isEqualTo("ot=th:0");
    assertThat(sampler.decide(parent(false, null, ABOVE), 1, ABOVE)).isEqualTo(DROP);
    HeadSampler always = sampler("obs.sampling.propagate", "always");
    assertThat(always.decide(parent(false, null, ABOVE), 1, ABOVE)).isEqualTo(DROP);
  }

  @Test
  void offIsOff() {
    HeadSampler sampler = sampler("otel.traces.sampler", "always_off");
    assertThat(sampler.decide(Context.ROOT, 1, ABOVE)).isEqualTo(DROP);
    assertThat(sampler.decide(parent(true, null, ABOVE), 1, ABOVE)).isEqualTo(DROP);
  }

  @Test
  void alwaysSendsEverythingOnAndEachStandsForItself() {
    HeadSampler sampler = sampler("obs.sampling.propagate", "always");
    assertThat(sampler.decide(Context.ROOT, 1, BELOW)).isEqualTo(RECORD_AND_SAMPLE);
    assertThat(sampler.traceState(Context.ROOT, RECORD_AND_SAMPLE)).isEqualTo("ot=th:0");
    assertThat(sampler.decide(parent(false, null, BELOW), 1, BELOW)).isEqualTo(RECORD_AND_SAMPLE);
    assertThat(sampler.traceState(parent(false, null, BELOW), RECORD_AND_SAMPLE))
        .isEqualTo("ot=th:0");
  }
}
