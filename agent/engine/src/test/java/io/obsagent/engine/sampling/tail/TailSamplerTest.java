package io.obsagent.engine.sampling.tail;

import static io.obsagent.engine.sampling.tail.Judged.MAX_R;
import static io.obsagent.engine.sampling.tail.Judged.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.sampling.Threshold;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.Verdict;
import org.junit.jupiter.api.Test;

class TailSamplerTest {
  private static final long FIVE_PERCENT = Threshold.ofRatio(0.05);

  @Test
  void keepsWhatSomePolicyWantsAndSaysWhoWasFirst() {
    Judged judged = Judged.by("error,latency:500ms,probabilistic:5");
    RecordedSpan failed = judged.root(1, 0);
    failed.fail(null);
    failed.end(600 * MILLI);
    judged.bare(2, 0, 500 * MILLI);
    judged.bare(3, 0, 500 * MILLI - 1);
    judged.bare(MAX_R, 0, 1);
    judged.bare(FIVE_PERCENT, 0, 1);
    judged.bare(FIVE_PERCENT - 1, 0, 1);

    assertThat(judged.policies())
        .containsExactly("error", "latency", "probabilistic", "probabilistic");
    assertThat(judged.kept)
        .extracting(fragment -> fragment.verdict().threshold())
        .containsExactly(0L, 0L, FIVE_PERCENT, FIVE_PERCENT);
    assertThat(judged.notKept)
        .hasSize(2)
        .allSatisfy(one -> assertThat(one.verdict()).isSameAs(Verdict.NOT_KEPT));
  }

  @Test
  void theSmallestThresholdOfThoseThatAdmitIsTold() {
    Judged judged = Judged.by("probabilistic:5,error,rare");
    RecordedSpan failed = judged.root(MAX_R, 0);
    failed.fail(null);
    failed.end(1);
    judged.bare(5, 0, 1);

    assertThat(judged.policies()).containsExactly("probabilistic", "rare");
    assertThat(judged.kept.get(0).verdict().threshold()).isZero();
    assertThat(judged.kept.get(1).verdict().threshold()).isEqualTo(Verdict.NO_THRESHOLD);
  }

  @Test
  void whatTheCallerHasSampledIsKeptWithItsThreshold() {
    Judged judged = Judged.by("error");
    judged.root(sampled(MAX_R, "ot=th:8"), 0).end(1);
    judged.root(sampled(1, "ot=th:8"), 0).end(1);
    judged.root(sampled(1, null), 0).end(1);
    RecordedSpan failed = judged.root(sampled(MAX_R, "ot=th:8"), 0);
    failed.fail(null);
    failed.end(1);

    assertThat(judged.policies()).containsExactly("parent", "parent", "parent", "parent");
    assertThat(judged.kept)
        .extracting(fragment -> fragment.verdict().threshold())
        .containsExactly(1L << 55, Verdict.NO_THRESHOLD, Verdict.NO_THRESHOLD, 0L);
  }

  private static Context sampled(long randomness, String traceState) {
    return Context.remote(1, randomness, 7, Context.SAMPLED, traceState, null);
  }

  @Test
  void withoutRulesEverythingIsHandedOnUndecided() {
    Judged judged = new Judged(null);
    judged.bare(1, 0, 1);

    assertThat(judged.kept)
        .singleElement()
        .satisfies(fragment -> assertThat(fragment.verdict()).isNull());
  }
}
