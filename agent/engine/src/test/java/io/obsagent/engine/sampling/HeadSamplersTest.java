package io.obsagent.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.trace.Context;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadSamplersTest {
  /** Randomness 0.5 and above is kept at one half, this one is. */
  private static final long KEPT_AT_HALF = 0x12_9abcdef0123456L;

  private static final long DROPPED_AT_HALF = 0x12_7abcdef0123456L;

  private final List<String> complaints = new ArrayList<>();

  private HeadSampler sampler(String name, String argument) {
    Properties properties = new Properties();
    properties.setProperty("otel.traces.sampler", name);
    properties.setProperty("otel.traces.sampler.arg", argument);
    return HeadSamplers.configured(
        ConfigurationReader.read(properties, Map.of(), null), complaints);
  }

  private static Context parent(boolean sampled, String traceState, long low) {
    return Context.remote(1, low, 3, sampled ? Context.SAMPLED : 0, traceState, null);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "'', '', true, ot=th:0, parentbased_always_on",
        "always_on, '', true, ot=th:0, always_on",
        "always_off, '', false, -, always_off",
        "traceidratio, '', true, ot=th:0, traceidratio{1.0}",
        "traceidratio, 0.5, true, ot=th:8, traceidratio{0.5}",
        "traceidratio, 0.25, false, -, traceidratio{0.25}",
        "traceidratio, 0, false, -, traceidratio{0.0}",
        "parentbased_always_on, '', true, ot=th:0, parentbased_always_on",
        "parentbased_always_off, '', false, -, parentbased_always_off",
        "parentbased_traceidratio, 0.5, true, ot=th:8, parentbased_traceidratio{0.5}",
        "rate_limited, 2, true, -, rate_limited{2.0}",
        "rate_limited, 0, false, -, rate_limited{0}",
        "parentbased_rate_limited, 2, true, -, parentbased_rate_limited{2.0}"
      })
  void roots(String name, String argument, boolean sampled, String state, String description) {
    HeadSampler sampler = sampler(name, argument);

    assertThat(sampler.decide(Context.ROOT, 1, KEPT_AT_HALF))
        .isEqualTo(SamplingDecision.sampled(sampled));
    assertThat(sampler.traceState(Context.ROOT, SamplingDecision.sampled(sampled)))
        .isEqualTo(state);
    assertThat(sampler.description()).isEqualTo(description);
    assertThat(complaints).isEmpty();
  }

  @Test
  void aRatioAboveOneIsNamed() {
    assertThat(sampler("traceidratio", "5").description()).isEqualTo("traceidratio{1.0}");
    assertThat(complaints)
        .containsExactly("otel.traces.sampler.arg=5.0 is not a ratio from 0 to 1: 1 is used");
  }

  /** Parent sampled?, its tracestate, ours sampled?, our tracestate; randomness is above a half. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "parentbased_always_off, true, -, true, -",
        "parentbased_always_on, false, -, false, -",
        "parentbased_always_on, true, 'a=1,ot=th:8', true, 'a=1,ot=th:8'",
        // A threshold above the randomness cannot have kept this trace.
        "parentbased_always_on, true, 'a=1,ot=th:c;x:y', true, 'ot=x:y,a=1'",
        "parentbased_always_on, true, 'ot=th:c;rv:d0000000000000', true, 'ot=th:c;rv:d0000000000000'",
        "parentbased_always_on, true, 'ot=th:8;rv:70000000000000', true, 'ot=rv:70000000000000'",
        "parentbased_always_on, true, 'ot=th:zz', true, -",
        "parentbased_always_on, false, 'ot=th:8,a=1', false, 'a=1'",
        "always_on, false, 'ot=th:8,a=1', true, 'ot=th:0,a=1'",
        "always_off, true, 'ot=th:8;rv:90000000000000,a=1', false, 'ot=rv:90000000000000,a=1'",
        "traceidratio, false, -, true, ot=th:8",
        "traceidratio, true, 'ot=th:0,a=1', true, 'ot=th:8,a=1'",
        "traceidratio, true, 'ot=th:0;rv:70000000000000', false, 'ot=rv:70000000000000'",
        "rate_limited, false, 'ot=th:8,a=1', true, 'a=1'"
      })
  void children(String name, boolean parent, String state, boolean sampled, String newState) {
    HeadSampler sampler = sampler(name, "0.5");
    Context context = parent(parent, state, KEPT_AT_HALF);

    assertThat(sampler.decide(context, 1, KEPT_AT_HALF))
        .isEqualTo(SamplingDecision.sampled(sampled));
    assertThat(sampler.traceState(context, SamplingDecision.sampled(sampled))).isEqualTo(newState);
  }

  @Test
  void baggageAloneIsNoParent() {
    HeadSampler sampler = sampler("parentbased_traceidratio", "0.5");
    Context baggage = Context.remote(0, 0, 0, 0, null, "a=b");

    assertThat(sampler.decide(baggage, 1, KEPT_AT_HALF))
        .isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
    assertThat(sampler.decide(baggage, 1, DROPPED_AT_HALF)).isEqualTo(SamplingDecision.DROP);
    assertThat(sampler.traceState(baggage, SamplingDecision.sampled(true))).isEqualTo("ot=th:8");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.9, 0.5, 0.1, 0.05, 0.01, 0.001})
  void theShareIsTheRatioAndSmallerRatiosKeepSubsets(double ratio) {
    HeadSampler sampler = sampler("traceidratio", Double.toString(ratio));
    HeadSampler smaller = sampler("traceidratio", Double.toString(ratio / 3));
    Random random = new Random(5);
    int traces = 400_000;
    int kept = 0;
    int keptBySmaller = 0;
    for (int i = 0; i < traces; i++) {
      long high = random.nextLong();
      long low = random.nextLong();
      boolean keeps = sampler.decide(Context.ROOT, high, low) != SamplingDecision.DROP;
      boolean smallerKeeps = smaller.decide(Context.ROOT, high, low) != SamplingDecision.DROP;
      assertThat(smallerKeeps && !keeps).isFalse();
      kept += keeps ? 1 : 0;
      keptBySmaller += smallerKeeps ? 1 : 0;
    }
    assertShare(kept, traces, ratio);
    assertShare(keptBySmaller, traces, ratio / 3);
  }

  private static void assertShare(int kept, int traces, double ratio) {
    double sigma = Math.sqrt(traces * ratio * (1 - ratio));
    assertThat((double) kept).isCloseTo(traces * ratio, within(3 * sigma));
  }

  @Test
  void aSecondsWorthAtOnceThenAtTheRate() {
    AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000_000_000);
    RateLimitedSampler sampler = new RateLimitedSampler(10, clock::get);

    assertThat(kept(sampler, 100)).isEqualTo(10);
    clock.addAndGet(99_999_999);
    assertThat(kept(sampler, 100)).isZero();
    clock.addAndGet(1);
    assertThat(kept(sampler, 100)).isEqualTo(1);
    // The clock passes the end of its range meanwhile.
    for (int second = 0; second < 5; second++) {
      clock.addAndGet(1_000_000_000);
      assertThat(kept(sampler, 100)).isEqualTo(10);
    }
  }

  @Test
  void lessThanOneASecond() {
    AtomicLong clock = new AtomicLong();
    RateLimitedSampler sampler = new RateLimitedSampler(0.1, clock::get);

    assertThat(kept(sampler, 100)).isEqualTo(1);
    clock.addAndGet(9_999_999_999L);
    assertThat(kept(sampler, 100)).isZero();
    clock.addAndGet(1);
    assertThat(kept(sampler, 100)).isEqualTo(1);
  }

  private static int kept(HeadSampler sampler, int calls) {
    int kept = 0;
    for (int i = 0; i < calls; i++) {
      kept += sampler.decide(Context.ROOT, 1, 2) != SamplingDecision.DROP ? 1 : 0;
    }
    return kept;
  }

  @Test
  void aDecisionThatChangesNothingAllocatesNothing() {
    HeadSampler ratio = sampler("parentbased_traceidratio", "0.5");
    HeadSampler limited = sampler("rate_limited", "100");
    Context[] parents = {
      Context.ROOT,
      parent(true, null, KEPT_AT_HALF),
      parent(true, "a=1,ot=th:8;rv:90000000000000,b=2", KEPT_AT_HALF),
      parent(false, "a=1,b=2", KEPT_AT_HALF)
    };
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    int states = 0;
    for (int round = 0; round < 5; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 20_000; i++) {
        Context parent = parents[i & 3];
        states += ratio.traceState(parent, ratio.decide(parent, 1, i)) == null ? 0 : 1;
        states += limited.decide(Context.ROOT, 1, i) != SamplingDecision.DROP ? 1 : 0;
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least / 20_000).isZero();
    assertThat(states).isPositive();
  }
}
