package io.obsagent.engine.sampling.tail;

import static io.obsagent.engine.sampling.tail.Judged.MAX_R;
import static io.obsagent.engine.sampling.tail.Judged.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.obsagent.engine.sampling.SamplingDecision;
import io.obsagent.engine.sampling.Threshold;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.engine.trace.SpanLimits;
import io.obsagent.engine.trace.Tracer;
import io.obsagent.engine.trace.Verdict;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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

  @Test
  void lateSpansAndFragmentsInherit() {
    Judged judged = Judged.by("error");
    RecordedSpan failed = judged.root(1, 0);
    failed.fail(null);
    failed.end(10);
    RecordedSpan fine = judged.root(2, 0);
    fine.end(10);

    judged.child(failed, 20).end(30);
    RecordedSpan lateAndFailed = judged.child(fine, 20);
    lateAndFailed.fail(null);
    RecordedSpan below = judged.child(lateAndFailed, 21);
    below.end(29);
    lateAndFailed.end(30);
    // ... and what comes late below what came late.
    judged.child(below, 40).end(50);

    assertThat(judged.kept).hasSize(2);
    assertThat(judged.kept.get(1).isLate()).isTrue();
    assertThat(judged.kept.get(1).verdict()).isSameAs(judged.kept.get(0).verdict());
    assertThat(judged.notKept).hasSize(3);
  }

  @Test
  void asynchronousChildrenCountUntilTheLastHasEnded() {
    Judged judged = Judged.by("error,latency:500ms");
    RecordedSpan root = judged.root(1, 0);
    RecordedSpan child = judged.child(root, MILLI);
    root.end(2 * MILLI);
    assertThat(judged.notKept).isEmpty();
    child.end(500 * MILLI);
    RecordedSpan other = judged.root(1, 0);
    assertThat(other.retainFragment()).isTrue();
    other.end(1);
    RecordedSpan handedOver = judged.child(other, 2);
    handedOver.fail(null);
    handedOver.end(3);
    other.releaseFragment();

    assertThat(judged.policies()).containsExactly("latency", "error");
  }

  @Test
  void aLateFragmentThatComesWhileTheDecisionIsMadeWaitsForIt() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    Policy slow =
        new Policy() {
          @Override
          long ask(Fragment fragment, long randomness, long given) {
            asked.countDown();
            try {
              assertThat(answer.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException stopped) {
              throw new AssertionError(stopped);
            }
            return Answer.YES;
          }
        };
    Judged judged = new Judged(Judged.rules(Judged.keep("slow", slow)));
    RecordedSpan root = judged.root(1, System.nanoTime());
    Thread deciding = new Thread(root::end);
    deciding.start();
    assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
    RecordedSpan late = judged.child(root, System.nanoTime());
    late.end();
    assertThat(judged.kept).isEmpty();
    answer.countDown();
    deciding.join();

    assertThat(judged.kept).hasSize(2).allMatch(one -> one.verdict().policy().equals("slow"));
    assertThat(judged.kept.get(1).root()).isSameAs(late);
  }

  @Test
  void lateFragmentsInAStormAllInherit() throws Exception {
    Judged judged = Judged.by("probabilistic:50");
    Random random = new Random(5);
    int rounds = 3_000;
    SynchronousQueue<RecordedSpan> handover = new SynchronousQueue<>();
    Thread children =
        new Thread(
            () -> {
              for (int i = 0; i < rounds; i++) {
                try {
                  RecordedSpan root = handover.take();
                  for (int child = 0; child < 4; child++) {
                    judged.child(root, System.nanoTime()).end();
                  }
                } catch (InterruptedException stopped) {
                  throw new AssertionError(stopped);
                }
              }
            });
    children.start();
    for (int i = 0; i < rounds; i++) {
      RecordedSpan root =
          judged.root(
              Context.remote(i + 1, random.nextLong() >>> 8, 7, 0, null, null), System.nanoTime());
      handover.put(root);
      root.end();
    }
    children.join();

    assertThat(spans(judged.kept) + spans(judged.notKept)).isEqualTo(5 * rounds);
    assertThat(traces(judged.kept)).doesNotContainAnyElementsOf(traces(judged.notKept));
    assertThat(traces(judged.kept).size() + traces(judged.notKept).size()).isEqualTo(rounds);
  }

  private static int spans(List<Fragment> fragments) {
    return fragments.stream().mapToInt(Fragment::size).sum();
  }

  private static Set<Long> traces(List<Fragment> fragments) {
    return fragments.stream().map(one -> one.root().traceIdHigh()).collect(Collectors.toSet());
  }

  @Test
  void rulesAreReplacedWhileFragmentsAreUnderWay() {
    Judged judged = Judged.by("probabilistic:50");
    judged.sampler.follow(0, true);
    long half = Threshold.ofRatio(0.5);
    long now = System.nanoTime();
    RecordedSpan promised = sent(judged, half, now);
    RecordedSpan unpromised = judged.root(half - 1, now);
    judged.sampler.replace(Judged.rules("error"));
    promised.end(now + 1);
    unpromised.end(now + 1);

    // Somebody downstream was told that the first would be kept: the wire's word holds.
    assertThat(judged.policies()).containsExactly("promised");
    assertThat(judged.kept.get(0).verdict().threshold()).isEqualTo(half);
    assertThat(judged.notKept).hasSize(1);

    judged.sampler.replace(null);
    assertThat(judged.sampler.rules()).isNull();
    judged.bare(1, now, now + 1);
    assertThat(judged.kept).hasSize(2);
    judged.sampler.replace(Judged.rules("error"));
    // Of a fragment nobody was asked about: as that.
    judged.child((RecordedSpan) judged.kept.get(1).root(), now).end(now + 2);
    assertThat(judged.kept).hasSize(3);
  }

  /** A root of which the wire has said that it is sampled, without a caller. */
  private static RecordedSpan sent(Judged judged, long low, long startNanos) {
    Tracer promising =
        new Tracer(
            new Judged.RecordAll() {
              @Override
              public SamplingDecision decide(Context parent, long high, long traceIdLow) {
                return SamplingDecision.RECORD_AND_SAMPLE;
              }
            },
            judged.sampler,
            SpanLimits.DEFAULT);
    return (RecordedSpan)
        promising.startRoot(
            Context.remote(1, low, 7, 0, "ot=th:8", null),
            SpanKind.SERVER,
            Judged.SCOPE,
            startNanos);
  }

  /** budgets.md: what is dropped costs no memory beyond its spans. */
  @Test
  void aFragmentThatIsNotKeptAllocatesNothing() {
    TailRules rules =
        new TailRules(
            List.of(
                Judged.keep("error", new StatusCode(true, false)),
                Judged.keep("latency", new Latency(500, 0)),
                Judged.keep("rare", new Rare(900_000)),
                Judged.keep("slow", new LatencyPercentile(99)),
                Judged.keep("rate", Limiting.spans(1)),
                Judged.keep("bytes", Limiting.bytes(1, 1)),
                Judged.keep("share", new Probabilistic(0)),
                Judged.keep("text", StringAttribute.equalTo("k", new String[] {"v"}, false)),
                Judged.keep("state", new TraceStateMember("k", new String[] {"v"})),
                Judged.keep("log", new LogError()),
                Judged.keep("exception", new NewException()),
                Judged.drop("drop", new StatusCode(true, false), new SpanCount(5, 9))),
            "all",
            -1);
    Judged collecting = new Judged(null);
    RecordedSpan root = collecting.root(5, 0);
    root.name("GET /");
    root.set(AttributeKey.string("k"), "w");
    collecting.child(root, 1).end(2);
    root.end(3);
    Fragment fragment = collecting.kept.get(0);
    TailSampler sampler = new TailSampler(rules, f -> {}, f -> {});

    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    int kept = 0;
    for (int round = 0; round < 20; round++) {
      long before = threads.getThreadAllocatedBytes(id);
      for (int i = 0; i < 1_000; i++) {
        kept += sampler.judge(fragment).isKept() ? 1 : 0;
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(id) - before);
    }
    assertThat(least).isLessThan(1_000);
    // The first is rare, and may pass the limit by rate.
    assertThat(kept).isLessThan(5);
  }
}
