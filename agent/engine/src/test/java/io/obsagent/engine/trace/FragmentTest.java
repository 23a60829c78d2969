package io.obsagent.engine.trace;

import static io.obsagent.engine.trace.CollectedFragments.SCOPE;
import static io.obsagent.engine.trace.CollectedFragments.spans;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.sampling.SamplingDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FragmentTest {
  private final CollectedFragments sink = new CollectedFragments();
  private final Tracer tracer = sink.tracer(true);

  @Test
  void completesWithItsLastPartAndHoldsTheSpansInOrderOfEnding() {
    Span root = tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 100);
    Span child = tracer.startChild(root, SpanKind.CLIENT, SCOPE, 200);
    child.end(300);
    assertThat(sink.fragments).isEmpty();
    root.end(400);

    Fragment fragment = sink.fragments.get(0);
    assertThat(sink.fragments).hasSize(1);
    assertThat(spans(fragment)).containsExactly((RecordedSpan) child, (RecordedSpan) root);
    assertThat(fragment.root()).isSameAs(root);
    assertThat(((RecordedSpan) child).parentSpanId()).isEqualTo(root.spanId());
    assertThat(child.sameTrace(root)).isTrue();
    assertThat(fragment.isLate()).isFalse();
    assertThat(fragment.incompleteParts()).isZero();
  }

  @Test
  void endingTwiceCountsOnce() {
    Span root = tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 100);
    Span child = tracer.startChild(root, SpanKind.CLIENT, SCOPE, 200);
    child.end(300);
    child.end(350);
    assertThat(sink.fragments).isEmpty();
    root.end(400);
    assertThat(spans(sink.fragments.get(0))).hasSize(2);
    assertThat(((RecordedSpan) child).endNanos()).isEqualTo(300);
  }

  @Test
  void waitsForWorkThatWasHandedOver() {
    Span root = tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 100);
    assertThat(root.retainFragment()).isTrue();
    root.end(200);
    assertThat(sink.fragments).isEmpty();
    Span later = tracer.startChild(root, SpanKind.CLIENT, SCOPE, 300);
    later.end(400);
    root.releaseFragment();
    assertThat(spans(sink.fragments.get(0)))
        .containsExactly((RecordedSpan) root, (RecordedSpan) later);
  }

  @Test
  void aChildThatBeginsAfterCompletionGoesOutLateInTheSameTrace() {
    Span root = tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 100);
    root.end(200);
    assertThat(root.retainFragment()).isFalse();
    Span late = tracer.startChild(root, SpanKind.CLIENT, SCOPE, 300);
    late.end(400);

    assertThat(sink.fragments).hasSize(2);
    assertThat(sink.fragments.get(1).isLate()).isTrue();
    assertThat(late.sameTrace(root)).isTrue();
    assertThat(((RecordedSpan) late).parentSpanId()).isEqualTo(root.spanId());
    assertThat(sink.fragments.get(1).earlier()).isSameAs(sink.fragments.get(0));
    assertThat(sink.fragments.get(0).earlier()).isNull();
  }

  @Test
  void recordedWithoutAPromiseTheWireSaysNothing() {
    Tracer undecided =
        new Tracer(
            CollectedFragments.answering(SamplingDecision.RECORD_ONLY), sink, SpanLimits.DEFAULT);
    Span root = undecided.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 100);
    Span child = undecided.startChild(root, SpanKind.CLIENT, SCOPE, 150);
    child.end(160);
    root.end(200);

    assertThat(root.isRecording() || root.isSampled() || child.isSampled()).isFalse();
    assertThat(root.flags()).isEqualTo(Context.RANDOM);
    assertThat(spans(sink.fragments.get(0))).hasSize(2);
  }

  @Test
  void aChildThatNeverEndsDoesNotHoldTheTraceBack() {
    long now = System.nanoTime();
    Span root = tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, now - 5_000_000_000L);
    Span stuck = tracer.startChild(root, SpanKind.CLIENT, SCOPE, now - 4_500_000_000L);
    root.end(now - 4_000_000_000L);
    tracer.sweep();

    assertThat(sink.fragments).hasSize(1);
    assertThat(sink.fragments.get(0).incompleteParts()).isEqualTo(1);
    assertThat(spans(sink.fragments.get(0))).containsExactly((RecordedSpan) root);

    stuck.end(now);
    assertThat(sink.fragments).hasSize(2);
    assertThat(sink.fragments.get(1).isLate()).isTrue();
    assertThat(spans(sink.fragments.get(1))).containsExactly((RecordedSpan) stuck);
    assertThat(sink.fragments.get(1).earlier()).isSameAs(sink.fragments.get(0));
  }

  @Test
  void theSweeperLeavesYoungFragmentsAlone() {
    Span root = tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, System.nanoTime());
    tracer.startChild(root, SpanKind.CLIENT, SCOPE, System.nanoTime());
    root.end();
    tracer.sweep();
    assertThat(sink.fragments).isEmpty();
  }

  @Test
  void theFirstFragmentAsksForSweeping() {
    List<String> told = new ArrayList<>();
    tracer.whenUsed(() -> told.add("sweep"));
    tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 1);
    tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 1);
    assertThat(told).containsExactly("sweep");
  }

  @Test
  void aRootThatNeverEndsIsReportedWhenTheProcessStops() {
    Span root = tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, System.nanoTime());
    Span child = tracer.startChild(root, SpanKind.CLIENT, SCOPE, System.nanoTime());
    child.end();
    tracer.cutAll();

    Fragment fragment = sink.fragments.get(0);
    assertThat(fragment.incompleteParts()).isEqualTo(1);
    assertThat(spans(fragment)).contains((RecordedSpan) child);
  }

  @Test
  void openFragmentsBeyondTheRingAreStillLookedAfter() {
    long old = System.nanoTime() - 5_000_000_000L;
    List<Span> roots = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      Span root = tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, old);
      assertThat(root.retainFragment()).isTrue();
      root.end(old + 1);
      roots.add(root);
    }
    tracer.sweep();
    assertThat(sink.fragments).hasSameSizeAs(roots);
  }

  @Test
  void anExceptionIsRecordedOnceEvenInsideACauseChain() {
    Span root = tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 1);
    RecordedSpan child = (RecordedSpan) tracer.startChild(root, SpanKind.CLIENT, SCOPE, 2);
    Exception inner = new IllegalStateException("inner");
    child.recordException(inner, null);
    root.recordException(inner, null);
    root.recordException(new RuntimeException("outer", inner), null);
    assertThat(child.eventCount()).isEqualTo(1);
    assertThat(((RecordedSpan) root).eventCount()).isZero();
    root.recordException(new RuntimeException("another"), null);
    assertThat(((RecordedSpan) root).eventCount()).isEqualTo(1);
  }

  @Test
  void aSanitisedMessageAlsoKeepsTheOriginalOutOfTheStackTrace() {
    RecordedSpan root = (RecordedSpan) tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 1);
    Exception cause = new IllegalArgumentException("secret in the cause");
    root.recordException(new IllegalStateException("secret 4711", cause), "secret ?");
    String stack = root.event(0).stackTrace();
    assertThat(stack)
        .contains("IllegalStateException: secret ?", "FragmentTest", "Caused by")
        .doesNotContain("4711", "in the cause");
  }

  @Test
  void manyThreadsEndingSpansOfOneTraceLoseNone() throws Exception {
    Span root = tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 1);
    int threads = 8;
    int each = 200;
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
                  tracer.startChild(root, SpanKind.CLIENT, SCOPE, 2).end(3);
                }
                root.releaseFragment();
              });
      thread.start();
      all.add(thread);
    }
    root.end(4);
    start.countDown();
    for (Thread thread : all) {
      thread.join();
    }
    assertThat(sink.fragments).hasSize(1);
    assertThat(spans(sink.fragments.get(0))).hasSize(threads * each + 1);
    assertThat(sink.fragments.get(0).size()).isEqualTo(threads * each + 1);
  }
}
