package io.obsagent.engine.sampling.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.metrics.Point;
import io.obsagent.engine.sampling.Threshold;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.Verdict;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kept fragments stand for, against how many there were. */
class EstimateTest {
  private static final int FRAGMENTS = 50_000;

  /** Every twentieth fails, every fiftieth is slow, and there are four routes. */
  private static Judged play(Judged judged, int perSecond) {
    Random random = new Random(7);
    for (int i = 0; i < FRAGMENTS; i++) {
      long start = (long) i * Judged.SECOND / perSecond;
      RecordedSpan root = judged.root(random.nextLong() >>> 8, start);
      root.name("GET /" + i % 4);
      if (i % 20 == 0) {
        root.fail(null);
      }
      root.end(start + (i % 50 == 1 ? 600 : 5) * Judged.MILLI);
    }
    return judged;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "probabilistic:5",
        "error,latency:500ms,rare:15m,probabilistic:5",
        "probabilistic:5,probabilistic:20",
        "rare,new_exception,latency_percentile:99,probabilistic:10",
        "rate:100",
        "error,rate:100",
        "bytes:10000,latency:500ms",
      })
  void theSumOfAdjustedCountsIsWithinThreeSigma(String policies) {
    Judged judged = play(Judged.by(policies), 1_000);
    double estimate = 0;
    double variance = 0;
    for (Fragment one : judged.kept) {
      long threshold = one.verdict().threshold();
      if (threshold != Verdict.NO_THRESHOLD) {
        double share = 1 - threshold / 0x1p56;
        estimate += 1 / share;
        variance += (1 - share) / (share * share);
      }
    }
    assertThat(estimate)
        .isBetween(FRAGMENTS - 3 * Math.sqrt(variance), FRAGMENTS + 3 * Math.sqrt(variance));
    assertThat(judged.kept.size()).isLessThan(FRAGMENTS / 3);

    Map<String, Number> told = read(judged.sampler);
    assertThat(told.get("obs.sampling.estimate").doubleValue()).isCloseTo(estimate, offset(1e-3));
    assertThat(told.get("obs.sampling.estimate.error").doubleValue())
        .isCloseTo(estimate / FRAGMENTS - 1, offset(1e-9));
  }

  @Test
  void everyDecisionIsCounted() {
    Judged judged = play(Judged.by("error,latency:500ms,probabilistic:5"), 1_000);
    RecordedSpan failed = judged.root(1, 0);
    failed.fail(null);
    failed.end(1);
    TailRules dropping =
        Judged.rules(
            Judged.drop("failing", new StatusCode(true, false)),
            Judged.keep("all", new AlwaysSample()));
    judged.sampler.replace(dropping);
    play(judged, 1_000);

    Map<String, Number> told = read(judged.sampler);
    int failures = FRAGMENTS / 20;
    int slow = FRAGMENTS / 50;
    assertThat(told)
        .containsEntry("obs.sampling.decisions{error,sampled}", failures + 1L)
        .containsEntry("obs.sampling.decisions{error,not_sampled}", (long) FRAGMENTS - failures)
        .containsEntry("obs.sampling.decisions{latency,sampled}", (long) slow)
        .containsEntry("obs.sampling.decisions{failing,dropped}", (long) failures)
        .containsEntry("obs.sampling.decisions{failing,not_sampled}", (long) FRAGMENTS - failures)
        .containsEntry("obs.sampling.decisions{all,sampled}", (long) FRAGMENTS - failures)
        .containsEntry("obs.sampling.decisions{all,not_sampled}", 0L)
        .containsEntry("obs.sampling.decisions{parent,sampled}", 0L)
        .containsEntry("obs.sampling.fragments{error,kept}", failures + 1L)
        .containsEntry("obs.sampling.fragments{all,kept}", (long) FRAGMENTS - failures)
        .containsEntry("obs.sampling.fragments{null,not_kept}", (long) judged.notKept.size());
    long kept =
        told.entrySet().stream()
            .filter(one -> one.getKey().endsWith(",kept}"))
            .mapToLong(one -> one.getValue().longValue())
            .sum();
    assertThat(kept).isEqualTo(judged.kept.size());
  }

  @Test
  void withoutRulesNothingIsSaid() {
    assertThat(read(play(new Judged(null), 1_000).sampler)).isEmpty();
  }

  @Test
  void twoSamplersWithDifferentSharesKeepNestedSets() {
    Judged small = play(Judged.by("probabilistic:2.5"), 1_000);
    Judged large = play(Judged.by("probabilistic:10"), 1_000);
    Judged larger = play(Judged.by("error,probabilistic:10"), 1_000);

    assertThat(LimitTest.lows(large)).containsAll(LimitTest.lows(small));
    assertThat(LimitTest.lows(larger)).containsAll(LimitTest.lows(large));
    assertThat(small.kept.size()).isBetween(1_145, 1_355);
    assertThat(large.kept.size()).isBetween(4_798, 5_202);
  }

  @Test
  void whatTheHeadHasDroppedIsInTheThresholdAndNotInTheEstimate() {
    long half = 1L << 55;
    TailSampler sampler = new TailSampler(Judged.rules("error,probabilistic:10"), f -> {}, f -> {});
    sampler.follow(half, true);
    Judged judged = new Judged(null);
    int judgedHere = 0;
    for (int i = 0; i < 20_000; i++) {
      RecordedSpan root = judged.root(Context.ROOT, i);
      root.end(i + 1);
    }
    for (Fragment one : judged.kept) {
      if ((one.root().traceIdLow() & Judged.MAX_R) >= half) {
        judgedHere++;
        Verdict verdict = sampler.judge(one);
        assertThat(verdict.isKept() ? verdict.threshold() : half).isIn(half, Threshold.ofRatio(.1));
      }
    }
    // A tenth of all is a fifth of these: 3 sigma of 10 000 judged.
    double error = read(sampler).get("obs.sampling.estimate.error").doubleValue();
    assertThat(judgedHere).isBetween(9_700, 10_300);
    assertThat(error).isBetween(-0.06, 0.06);
  }

  private static Map<String, Number> read(TailSampler sampler) {
    Metrics metrics = Metrics.of(100, false);
    sampler.report(metrics);
    Map<String, Number> values = new TreeMap<>();
    for (MetricReading reading : metrics.collect()) {
      for (Point point : reading.points()) {
        String name = reading.instrument().name();
        if (reading.instrument().keyCount() > 0) {
          name += "{" + point.value(0) + "," + point.value(1) + "}";
        }
        values.put(name, point.isWhole() ? (Number) point.wholeValue() : point.value());
      }
    }
    return values;
  }
}
