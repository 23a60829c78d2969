package io.obsagent.engine.sampling.tail;

import static io.obsagent.engine.sampling.tail.Judged.MILLI;
import static io.obsagent.engine.sampling.tail.Judged.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Limits over the fragments' own clock: nothing here waits. */
class LimitTest {
  private static final AttributeKey TIER = AttributeKey.string("tier");

  private final Random random = new Random(42);

  private long r() {
    return random.nextLong() >>> 8;
  }

  /** Offers so many bare fragments in one second; returns how many were kept. */
  private int second(Judged judged, long second, int fragments) {
    int before = judged.kept.size();
    for (int i = 0; i < fragments; i++) {
      long start = second * SECOND + i * SECOND / fragments;
      judged.bare(r(), start, start + 1);
    }
    return judged.kept.size() - before;
  }

  @Test
  void whatFitsPassesWholeAlsoAfterAPause() {
    Judged judged = Judged.by("rate:100");
    for (int i = 0; i < 20; i++) {
      assertThat(second(judged, i * 7L, 99)).isEqualTo(99);
    }
    assertThat(judged.kept).allSatisfy(one -> assertThat(one.verdict().threshold()).isZero());
  }

  @Test
  void aSteadyLoadPassesTheRate() {
    Judged judged = Judged.by("rate:100");
    second(judged, 0, 2_000);
    int passed = 0;
    for (int i = 1; i <= 50; i++) {
      passed += second(judged, i, 2_000);
    }
    // 100 000 times 5 %: 69 is one sigma.
    assertThat(passed).isBetween(5_000 - 3 * 69, 5_000 + 3 * 69);
  }

  @Test
  void aSecondInWhichTheLoadJumpsPassesAtMostTwiceTheRate() {
    int passed = 0;
    for (int i = 0; i < 20; i++) {
      passed += second(Judged.by("rate:100"), 5, 50_000);
    }
    // At most 200 each by expectation; what passes of the excess varies by less than its root.
    assertThat(passed / 20).isBetween(150, 215);
  }

  @Test
  void bytesMayComeInABurst() {
    // A bare span counts 96 bytes: 10 000 fit into the burst.
    Policy bytes = Limiting.bytes(480_000, 960_000);
    Judged judged = new Judged(Judged.rules(Judged.keep("bytes", bytes)));
    assertThat(second(judged, 0, 10_000)).isEqualTo(10_000);
    // The second before says what share of the next can pass.
    assertThat(second(judged, 1, 10_000)).isBetween(4_800, 5_200);

    RecordedSpan large = judged.root(Judged.MAX_R, 9 * SECOND);
    for (int i = 0; i < 200; i++) {
      large.set(AttributeKey.string("k" + i), "x".repeat(8_000));
    }
    int before = judged.notKept.size();
    large.end(9 * SECOND + 1);
    assertThat(judged.notKept).hasSize(before + 1);
  }

  @Test
  void theLowestRGoFirst() {
    Judged judged = Judged.by("rate:100");
    for (int i = 0; i < 10; i++) {
      second(judged, i, 1_000);
    }
    for (Fragment one : judged.kept) {
      assertThat(one.root().traceIdLow()).isGreaterThanOrEqualTo(one.verdict().threshold());
    }
    // Once the load is known the share is the same throughout: a clean cut.
    Map<Long, List<Long>> cut = new HashMap<>();
    judged.kept.stream()
        .filter(one -> one.root().startNanos() >= 2 * SECOND)
        .forEach(
            one ->
                cut.computeIfAbsent(one.verdict().threshold(), t -> new ArrayList<>())
                    .add(one.root().traceIdLow()));
    assertThat(cut).hasSize(1);
    long threshold = cut.keySet().iterator().next();
    assertThat(judged.notKept)
        .filteredOn(one -> one.root().startNanos() >= 2 * SECOND)
        .allSatisfy(one -> assertThat(one.root().traceIdLow()).isLessThan(threshold));
    assertThat(threshold / 0x1p56).isBetween(0.899, 0.901);
  }

  @Test
  void twoProcessesUnderTheSameLoadDropTheSameTraces() {
    Judged tight = Judged.by("rate:100");
    Judged wide = Judged.by("rate:200");
    for (int i = 0; i < 5_000; i++) {
      long r = r();
      tight.bare(r, i * MILLI, i * MILLI + 1);
      wide.bare(r, i * MILLI, i * MILLI + 1);
    }
    Set<Long> kept = lows(wide);
    assertThat(kept).containsAll(lows(tight)).hasSizeGreaterThan(lows(tight).size());
  }

  static Set<Long> lows(Judged judged) {
    return judged.kept.stream().map(one -> one.root().traceIdLow()).collect(Collectors.toSet());
  }

  @Test
  void ofAShareALimitDividesWhatIsLeft() {
    Policy share = new Probabilistic(25);
    Policy both = new Both(new Policy[] {share, Limiting.spans(50)});
    Judged judged = new Judged(Judged.rules(Judged.keep("both", both)));
    second(judged, 0, 1_000);
    int kept = second(judged, 1, 1_000) + second(judged, 2, 1_000);

    // 250 reach the limit, 50 pass: a twentieth of all.
    assertThat(kept).isBetween(60, 140);
    assertThat(judged.kept.get(judged.kept.size() - 1).verdict().threshold() / 0x1p56)
        .isBetween(0.93, 0.97);
  }

  @Test
  void aCompositeGivesEachPolicyItsShareInOrder() {
    Policy gold = StringAttribute.equalTo("tier", new String[] {"gold"}, false);
    Policy slow = new Latency(500, 0);
    Policy composite =
        new Composite(new Policy[] {gold, slow, new AlwaysSample()}, new double[] {500, 250, 250});
    Judged judged = new Judged(Judged.rules(Judged.keep("composite", composite)));
    Map<String, Integer> kept = new HashMap<>();
    for (long second = 0; second < 12; second++) {
      for (int i = 0; i < 3_000; i++) {
        long start = second * SECOND + i * SECOND / 3_000;
        RecordedSpan root = judged.root(r(), start - (i % 3 == 1 ? 600 * MILLI : 0));
        String tier = i % 3 == 0 ? "gold" : i % 3 == 1 ? "slow" : "rest";
        root.set(TIER, tier);
        int before = judged.kept.size();
        root.end(start);
        if (second >= 2 && judged.kept.size() > before) {
          kept.merge(tier, 1, Integer::sum);
        }
      }
    }
    // Ten seconds with 1 000 of each offered; three sigma of 10 000 times a half, times a quarter.
    assertThat(kept.get("gold")).isBetween(5_000 - 150, 5_000 + 150);
    assertThat(kept.get("slow")).isBetween(2_500 - 130, 2_500 + 130);
    assertThat(kept.get("rest")).isBetween(2_500 - 130, 2_500 + 130);
    assertThat(judged.kept)
        .allSatisfy(
            one -> assertThat(one.verdict().threshold()).isNotEqualTo(Verdict.NO_THRESHOLD));
  }

  @Test
  void timeThatStandsStillOrGoesBackChangesNothing() {
    Limit limit = new Limit(10, 10);
    long first = limit.ask(5 * SECOND, Answer.ALWAYS, 10);
    assertThat(first).isEqualTo(Answer.ALWAYS);
    limit.ask(5 * SECOND, Answer.ALWAYS, 10);
    assertThat(limit.ask(4 * SECOND, Answer.ALWAYS, 10)).isGreaterThan(0);
    assertThat(limit.ask(9 * SECOND, Answer.ALWAYS, 10)).isEqualTo(Answer.ALWAYS);
  }
}
