package io.obsagent.engine.trace;

import static io.obsagent.engine.trace.CollectedFragments.SCOPE;
import static io.obsagent.engine.trace.CollectedFragments.spans;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.sampling.SamplingDecision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Traces that grow too large, and traces that last too long. */
class FragmentGrowthTest {
  private static final AttributeKey TEXT = AttributeKey.string("test.text");
  private static final long SECOND = 1_000_000_000L;

  private final CollectedFragments sink = new CollectedFragments();
  private final Tracer tracer = sink.tracer(true);
  private final long before = AgentHealth.get(AgentHealth.COLLAPSED);

  private Span query(Span parent, String name, long start, long end) {
    Span span = tracer.startChild(parent, SpanKind.CLIENT, SCOPE, start);
    span.name(name);
    span.end(end);
    return span;
  }

  @Test
  void ofManyLikeSiblingsTheFirstTheSlowestTheErrorsAndACountStay() {
    Span root = tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 1);
    Span other = query(root, "INSERT", 2, 3);
    Span first = null;
    Span slowest = null;
    List<Span> failed = new ArrayList<>();
    int queries = 50_000;
    for (int i = 0; i < queries; i++) {
      Span span = tracer.startChild(root, SpanKind.CLIENT, SCOPE, 10 + i);
      span.name("SELECT");
      if (i % 5_000 == 4_321) {
        span.fail("no");
        failed.add(span);
      }
      if (i == 0) {
        first = span;
      }
      if (i == 7_777) {
        slowest = span;
      }
      span.end(i == 7_777 ? 9_000 + i : 11 + i);
    }
    root.end(100_000);

    Fragment fragment = sink.fragments.get(0);
    List<RecordedSpan> spans = spans(fragment);
    assertThat(sink.fragments).hasSize(1);
    assertThat(spans).hasSize(fragment.size()).hasSizeLessThanOrEqualTo(Fragment.MAX_SPANS + 1);
    assertThat(spans)
        .contains(
            (RecordedSpan) root, (RecordedSpan) other, (RecordedSpan) first, (RecordedSpan) slowest)
        .containsAll(failed.stream().map(span -> (RecordedSpan) span).toList());
    int leftOut = queries + 2 - spans.size();
    assertThat(spans.stream().mapToInt(RecordedSpan::collapsed).sum()).isEqualTo(leftOut);
    assertThat(((RecordedSpan) first).collapsed()).isEqualTo(leftOut);
    assertThat(AgentHealth.get(AgentHealth.COLLAPSED) - before).isEqualTo(leftOut);
  }

  @Test
  void whatIsBelowASiblingGoesWithItUnlessThereIsAnErrorBelow() {
    Span root = tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 1);
    Span deepError = null;
    for (int i = 0; i < 3_000; i++) {
      Span item = tracer.startChild(root, SpanKind.INTERNAL, SCOPE, 10 + i);
      item.name("item");
      Span step = query(item, "step", 10 + i, 11 + i);
      if (i == 777) {
        deepError = tracer.startChild(step, SpanKind.CLIENT, SCOPE, 10 + i);
        deepError.name("call");
        deepError.fail("no");
        deepError.end(11 + i);
      }
      item.end(12 + i);
    }
    root.end(50_000);

    List<RecordedSpan> spans = spans(sink.fragments.get(0));
    assertThat(spans).contains((RecordedSpan) deepError).hasSizeLessThan(2_001);
    Set<Long> ids = new HashSet<>();
    spans.forEach(span -> ids.add(span.spanId()));
    ids.add(0L);
    assertThat(spans).allMatch(span -> ids.contains(span.parentSpanId()));
    assertThat(spans.stream().mapToInt(RecordedSpan::collapsed).sum())
        .isEqualTo(6_002 - spans.size());
  }

  @Test
  void siblingsThatDifferAreDroppedAndCountedButTheRootStays() {
    long dropped = AgentHealth.get("dropped.fragment_full");
    Span root = tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 1);
    for (int i = 0; i < Fragment.MAX_SPANS + 10; i++) {
      query(root, "query " + i, 2, 3);
    }
    root.end(4);
    List<RecordedSpan> spans = spans(sink.fragments.get(0));
    assertThat(spans).hasSize(Fragment.MAX_SPANS + 1).contains((RecordedSpan) root);
    assertThat(sink.fragments.get(0).size()).isEqualTo(spans.size());
    assertThat(AgentHealth.get("dropped.fragment_full") - dropped).isEqualTo(10);
  }

  @Test
  void aMebibyteIsTheOtherBound() {
    Span root = tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 1);
    String text = "x".repeat(8_000);
    for (int i = 0; i < 640; i++) {
      Span span = tracer.startChild(root, SpanKind.CLIENT, SCOPE, 2);
      span.name("SELECT");
      span.set(TEXT, text);
      span.end(3);
      assertThat(tracer.undecidedBytes())
          .isLessThan(FragmentGrowth.MAX_BYTES + FragmentGrowth.STEP * 9_000L);
    }
    assertThat(tracer.undecidedBytes()).isPositive();
    root.end(4);
    assertThat(tracer.undecidedBytes()).isZero();
    Fragment fragment = sink.fragments.get(0);
    assertThat(fragment.size()).isLessThan(300);
    assertThat(AgentHealth.get(AgentHealth.COLLAPSED) - before).isEqualTo(641 - fragment.size());
  }

  @Test
  void anOrdinaryFragmentKnowsNothingOfAllThis() {
    Span root = tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 1);
    for (int i = 0; i < 60; i++) {
      query(root, "SELECT", 2, 3);
    }
    root.end(4);
    assertThat(sink.fragments.get(0).growthOrNull()).isNull();
  }

  @Test
  void threadsThatFillOneFragmentLoseNothingThatIsNotCounted() throws Exception {
    Span root = tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 1);
    long dropped = AgentHealth.get("dropped.fragment_full");
    int threads = 4;
    int each = 5_000;
    CountDownLatch start = new CountDownLatch(1);
    List<Thread> all = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      assertThat(root.retainFragment()).isTrue();
      Thread thread =
          new Thread(
              () -> {
                try {
                  start.await();
                } catch (InterruptedException e) {
                  return;
                }
                for (int i = 0; i < each; i++) {
                  query(root, "SELECT", 2, 3);
                }
                root.releaseFragment();
              });
      thread.start();
      all.add(thread);
    }
    start.countDown();
    for (Thread thread : all) {
      thread.join();
    }
    root.end(4);
    Fragment fragment = sink.fragments.get(0);
    long gone =
        AgentHealth.get(AgentHealth.COLLAPSED)
            - before
            + AgentHealth.get("dropped.fragment_full")
            - dropped;
    assertThat(spans(fragment)).hasSize(fragment.size());
    assertThat(fragment.size() + gone).isEqualTo(threads * each + 1);
    assertThat(tracer.undecidedBytes()).isZero();
  }

  /** Keeps what has an error, or what came before or after a part that was kept. */
  private static final class Judge implements FragmentSink {
    final List<Fragment> kept = new ArrayList<>();
    final List<Fragment> letGo = new ArrayList<>();

    @Override
    public void accept(Fragment fragment) {
      Fragment earlier = fragment.earlier();
      Verdict verdict =
          earlier != null
              ? earlier.verdict()
              : fragment.isFailed() ? Verdict.keptBy("error", 0) : Verdict.NOT_KEPT;
      fragment.decide(verdict);
      (verdict.isKept() ? kept : letGo).add(fragment);
    }
  }

  private final Judge judge = new Judge();
  private final Tracer judged =
      new Tracer(
          CollectedFragments.answering(SamplingDecision.RECORD_ONLY), judge, SpanLimits.DEFAULT);

  /** A batch job that began long ago; each step is reported as a part. */
  private Span step(Span root, boolean fails) {
    Span span = judged.startChild(root, SpanKind.CLIENT, SCOPE, System.nanoTime());
    if (fails) {
      span.fail("no");
    }
    span.end();
    return span;
  }

  private Span longRoot() {
    return judged.startRoot(
        Context.ROOT, SpanKind.INTERNAL, SCOPE, System.nanoTime() - 31 * SECOND);
  }

  @Test
  void afterThirtySecondsAnOpenRootIsReportedInParts() {
    Span root = longRoot();
    judged.sweep();
    assertThat(judge.letGo).isEmpty();
    Span failed = step(root, true);
    judged.sweep();

    assertThat(judge.kept).hasSize(1);
    Fragment part = judge.kept.get(0);
    assertThat(spans(part)).containsExactly((RecordedSpan) failed);
    assertThat(part.part()).isEqualTo(1);
    assertThat(part.root()).isSameAs(root);
    assertThat(part.isLate()).isFalse();

    // The next part is not due before another thirty seconds; what is left goes with the root.
    Span after = step(root, false);
    judged.sweep();
    assertThat(judge.kept).hasSize(1);
    root.end();
    assertThat(judge.kept).hasSize(2);
    Fragment rest = judge.kept.get(1);
    assertThat(spans(rest)).containsExactly((RecordedSpan) after, (RecordedSpan) root);
    assertThat(rest.earlier()).isSameAs(part);
    assertThat(rest.part()).isZero();
    assertThat(judge.letGo).isEmpty();
  }

  @Test
  void aYoungRootIsLeftAlone() {
    Span root = judged.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, System.nanoTime());
    step(root, true);
    judged.sweep();
    assertThat(judge.kept).isEmpty();
  }

  @Test
  void partsWithoutAnErrorAreReleasedByALaterKeep() {
    Span root = longRoot();
    Span early = step(root, false);
    judged.sweep();
    assertThat(judge.letGo).hasSize(1);
    assertThat(judged.undecidedBytes()).isPositive();
    Span failed = step(root, true);
    root.end();

    assertThat(judge.kept).hasSize(2);
    assertThat(spans(judge.kept.get(0)))
        .containsExactly((RecordedSpan) failed, (RecordedSpan) root);
    assertThat(spans(judge.kept.get(1))).containsExactly((RecordedSpan) early);
    assertThat(judge.kept.get(1).verdict().policy()).isEqualTo("error");
    assertThat(judged.undecidedBytes()).isZero();
  }

  @Test
  void partsThatNobodyWantsAreForgottenWithTheRest() {
    Span root = longRoot();
    step(root, false);
    judged.sweep();
    root.end();
    assertThat(judge.kept).isEmpty();
    assertThat(judge.letGo).hasSize(2);
    assertThat(judged.undecidedBytes()).isZero();
  }

  @Test
  void theCapHoldsForEachPart() {
    Span root = longRoot();
    for (int i = 0; i < 1_900; i++) {
      step(root, i == 0).end();
    }
    judged.sweep();
    for (int i = 0; i < 1_900; i++) {
      step(root, false).end();
    }
    root.end();
    assertThat(judge.kept.get(0).size() + judge.kept.get(1).size()).isEqualTo(3_801);
    assertThat(AgentHealth.get(AgentHealth.COLLAPSED)).isEqualTo(before);
  }

  @Test
  void theWaitForOpenChildrenIsASetting() {
    Tracer patient =
        new Tracer(
            CollectedFragments.answering(SamplingDecision.RECORD_ONLY),
            judge,
            SpanLimits.DEFAULT,
            10_000);
    long now = System.nanoTime();
    Span root = patient.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, now - 20 * SECOND);
    patient.startChild(root, SpanKind.CLIENT, SCOPE, now - 19 * SECOND);
    root.end(now - 5 * SECOND);
    patient.sweep();
    assertThat(judge.letGo).isEmpty();
    Span other = patient.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, now - 20 * SECOND);
    patient.startChild(other, SpanKind.CLIENT, SCOPE, now - 19 * SECOND);
    other.end(now - 11 * SECOND);
    patient.sweep();
    assertThat(judge.letGo).hasSize(1);
  }

  /** A large fragment; the names differ, so nothing of it collapses. */
  private Span large(long ageNanos, boolean fails) {
    Span root =
        judged.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, System.nanoTime() - ageNanos);
    for (int i = 0; i < 256; i++) {
      Span span = judged.startChild(root, SpanKind.CLIENT, SCOPE, 1);
      span.name("call " + i);
      if (fails && i == 0) {
        span.fail("no");
      }
      span.end(2);
    }
    return root;
  }

  @Test
  void whenMemoryIsShortTheOldestWithoutAnErrorIsLetGoFirst() {
    long dropped = AgentHealth.get("dropped.memory_limit");
    Span failed = large(9 * SECOND, true);
    Span old = large(6 * SECOND, false);
    Span young = large(3 * SECOND, false);
    long each = judged.undecidedBytes() / 3;
    long[] over = {each};
    judged.boundedBy(() -> over[0]);
    judged.sweep();
    assertThat(judged.undecidedBytes()).isEqualTo(2 * each);
    assertThat(AgentHealth.get("dropped.memory_limit") - dropped).isEqualTo(256);
    over[0] = 0;
    old.end();
    young.end();
    failed.end();
    assertThat(judge.letGo).extracting(Fragment::size).containsExactly(1, 257);
    assertThat(judge.kept).extracting(Fragment::size).containsExactly(257);

    Span last = large(SECOND, true);
    over[0] = each;
    judged.sweep();
    last.end();
    assertThat(judge.kept.get(1).size()).isEqualTo(1);
  }

  @Test
  void partsThatNobodyWantedGoBeforeAnythingElse() {
    Span root = longRoot();
    step(root, false);
    judged.sweep();
    Span other = large(SECOND, false);
    judged.boundedBy(() -> 1);
    judged.sweep();
    judged.boundedBy(() -> 0);
    step(root, true);
    root.end();
    other.end();
    assertThat(judge.kept).hasSize(1);
    assertThat(judge.letGo).extracting(Fragment::size).containsExactly(1, 257);
  }
}
