package io.obsagent.engine.trace;

import static io.obsagent.engine.trace.CollectedFragments.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.sampling.SamplingDecision;
import io.obsagent.engine.sampling.tail.TailRules;
import io.obsagent.engine.sampling.tail.TailSampler;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class SpanTest {
  private static final AttributeKey TEXT = AttributeKey.string("text");
  private static final AttributeKey NUMBER = AttributeKey.number("number");

  private final CollectedFragments sink = new CollectedFragments();
  private final Tracer tracer = sink.tracer(true);

  @Test
  void aFreshRootHasRandomIdsAndSaysSo() {
    Span root = tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 1);
    assertThat(root.flags()).isEqualTo(Context.SAMPLED | Context.RANDOM);
    assertThat(root.traceIdHex()).matches("[0-9a-f]{32}").isNotEqualTo("0".repeat(32));
    assertThat(root.spanIdHex()).matches("[0-9a-f]{16}").isNotEqualTo("0".repeat(16));
    assertThat(((RecordedSpan) root).parentSpanId()).isZero();
  }

  @Test
  void aRemoteParentGivesTraceFlagsStateAndBaggage() {
    Context parent = Context.remote(1, 2, 3, 0x84, "vendor=1", "k=v");
    RecordedSpan root = (RecordedSpan) tracer.startRoot(parent, SpanKind.SERVER, SCOPE, 1);
    assertThat(root.sameTrace(parent)).isTrue();
    assertThat(root.flags()).isEqualTo(0x84 | Context.SAMPLED);
    assertThat(root.traceState()).isEqualTo("vendor=1");
    assertThat(root.baggage()).isEqualTo("k=v");
    assertThat(root.parentSpanId()).isEqualTo(3);
    assertThat(root.isParentRemote()).isTrue();
    assertThat(root.isRemote()).isFalse();
  }

  @Test
  void anUnsampledTraceRecordsNothingBelowItsRootEither() {
    Tracer never = sink.tracer(false);
    Context parent = Context.remote(1, 2, 3, Context.SAMPLED, null, null);
    Span root = never.startRoot(parent, SpanKind.SERVER, SCOPE, 1);
    Span child = never.startChild(root, SpanKind.CLIENT, SCOPE, 2);
    child.set(TEXT, "x");
    child.end(3);
    root.end(4);
    assertThat(root.isSampled()).isFalse();
    assertThat(child.isRecording()).isFalse();
    assertThat(child.sameTrace(root)).isTrue();
    assertThat(child.kind()).isEqualTo(SpanKind.CLIENT);
    assertThat(sink.fragments).isEmpty();
  }

  @Test
  void attributesAreReplacedCappedAndCut() {
    Tracer small =
        new Tracer(
            CollectedFragments.answering(SamplingDecision.RECORD_AND_SAMPLE),
            sink,
            new SpanLimits(4, 2, 1, 1));
    RecordedSpan span = (RecordedSpan) small.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 1);
    span.set(TEXT, "first");
    span.set(TEXT, "second");
    span.set(NUMBER, 70_000);
    span.set(AttributeKey.bool("too many"), true);
    span.set(TEXT, (String) null);
    assertThat(span.attributeCount()).isEqualTo(2);
    assertThat(span.attribute(TEXT)).isEqualTo("seco");
    assertThat(span.attribute(NUMBER)).isEqualTo(70_000L);
    assertThat(span.droppedAttributes()).isEqualTo(1);
    span.set(TEXT, (DeferredText) () -> "deferred");
    assertThat(span.attribute(TEXT)).isEqualTo("defe");
    span.recordException(new RuntimeException("1"), null);
    span.recordException(new RuntimeException("2"), null);
    assertThat(span.droppedEvents()).isEqualTo(1);
    LinkAttributes about = new LinkAttributes();
    about.add(TEXT, "too long");
    span.link(Context.remote(1, 1, 1, 0, null, null), about);
    span.link(Context.remote(1, 1, 2, 0, null, null));
    span.link(Context.ROOT);
    assertThat(span.linkCount()).isEqualTo(1);
    assertThat(span.droppedLinks()).isEqualTo(1);
    assertThat(span.linkAttributes(0).value(0)).isEqualTo("too ");
  }

  @Test
  void eachLinkHasWhatIsSaidAboutIt() {
    RecordedSpan span = (RecordedSpan) tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 1);
    int before = span.estimatedBytes();
    for (int i = 0; i < 5; i++) {
      LinkAttributes about = new LinkAttributes();
      about.add(NUMBER, i);
      about.add(TEXT, (String) null);
      span.link(Context.remote(1, 1, i + 1, 0, null, null), i % 2 == 0 ? null : about);
    }
    assertThat(span.linkCount()).isEqualTo(5);
    for (int i = 0; i < 5; i++) {
      LinkAttributes about = span.linkAttributes(i);
      if (i % 2 == 0) {
        assertThat(about).isNull();
      } else {
        assertThat(about.count()).isEqualTo(1);
        assertThat(about.key(0)).isSameAs(NUMBER);
        assertThat(about.value(0)).isEqualTo((long) i);
      }
    }
    assertThat(span.estimatedBytes() - before).isGreaterThan(5 * 64 + 2 * 32);
  }

  @Test
  void anEndedSpanChangesNoMore() {
    RecordedSpan span = (RecordedSpan) tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 1);
    span.name("before");
    span.end(2);
    span.name("after");
    span.set(TEXT, "x");
    span.fail("x");
    span.recordException(new RuntimeException(), null);
    assertThat(span.nameText()).isEqualTo("before");
    assertThat(span.attributeCount()).isZero();
    assertThat(span.isFailed()).isFalse();
    assertThat(span.eventCount()).isZero();
  }

  @Test
  void aParentsClockIsUsedByItsChildren() {
    long now = System.nanoTime();
    RecordedSpan root = (RecordedSpan) tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, now);
    RecordedSpan child = (RecordedSpan) tracer.startChild(root, SpanKind.CLIENT, SCOPE, now + 5);
    assertThat(child.startEpochNanos() - root.startEpochNanos()).isEqualTo(5);
    assertThat(root.startEpochNanos() / 1_000_000)
        .isBetween(System.currentTimeMillis() - 1_000, System.currentTimeMillis() + 1_000);
  }

  @Test
  void scopesRestoreWhatWasThereAndCountWhatWasLeftOpen() {
    Span root = tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 1);
    Span child = tracer.startChild(root, SpanKind.CLIENT, SCOPE, 2);
    Context before = root.makeCurrent();
    assertThat(before).isSameAs(Context.ROOT);
    Context beforeChild = child.makeCurrent();
    assertThat(beforeChild).isSameAs(root);
    child.restore(beforeChild);
    assertThat(Context.current()).isSameAs(root);

    long leaks = AgentHealth.get(AgentHealth.CONTEXT_LEAKS);
    child.makeCurrent();
    root.restore(before);
    assertThat(Context.current()).isSameAs(Context.ROOT);
    assertThat(AgentHealth.get(AgentHealth.CONTEXT_LEAKS) - leaks).isEqualTo(1);
  }

  @Test
  void aSuppressedContextCarriesWhatCameIn() {
    Context in = Context.remote(1, 2, 3, Context.SAMPLED, "a=b", "k=v");
    Context suppressed = Context.suppressed(in);
    assertThat(suppressed.isSuppressed()).isTrue();
    assertThat(suppressed.isRemote()).isTrue();
    assertThat(suppressed.spanId()).isEqualTo(3);
    assertThat(suppressed.flags()).isEqualTo(1);
    assertThat(suppressed.traceState()).isEqualTo("a=b");
  }

  @Test
  void anExcludedCallWithoutATraceSendsAnUnsampledOneOn() {
    Context suppressed = Context.suppressed(Context.ROOT);
    assertThat(suppressed.hasTrace()).isTrue();
    assertThat(suppressed.spanId()).isNotZero();
    assertThat(suppressed.isSampled()).isFalse();
    assertThat(suppressed.flags()).isZero();
  }

  /** budgets.md, engine table: allocation is exact and does not flake, so it is asserted. */
  @Test
  void costsNoMoreMemoryThanBudgeted() {
    Tracer dropping =
        new Tracer(
            CollectedFragments.answering(SamplingDecision.RECORD_AND_SAMPLE),
            f -> {},
            SpanLimits.DEFAULT);
    Tracer never =
        new Tracer(
            CollectedFragments.answering(SamplingDecision.DROP), f -> {}, SpanLimits.DEFAULT);
    assertThat(
            bytesPerCall(() -> dropping.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 1).end(2)))
        .as("a bare span, recorded")
        .isLessThanOrEqualTo(150);
    TailSampler unwanted =
        new TailSampler(
            TailRules.parse("error,latency:500ms", new ArrayList<>()), f -> {}, f -> {});
    Tracer tailed =
        new Tracer(
            CollectedFragments.answering(SamplingDecision.RECORD_ONLY),
            unwanted,
            SpanLimits.DEFAULT);
    assertThat(bytesPerCall(() -> tailed.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 1).end(2)))
        .as("a bare span, dropped by the tail sampler")
        .isLessThanOrEqualTo(150);
    assertThat(bytesPerCall(() -> never.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 1).end(2)))
        .as("dropped at the head")
        .isLessThanOrEqualTo(64);
    assertThat(
            bytesPerCall(
                () -> {
                  Span root = dropping.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 1);
                  for (int i = 0; i < 20; i++) {
                    dropping.startChild(root, SpanKind.CLIENT, SCOPE, 2).end(3);
                  }
                  root.end(4);
                }))
        .as("root and 20 children: budgeted 5 KB, but twice what it takes would pass unseen")
        .isLessThanOrEqualTo(2_500);
  }

  private static long bytesPerCall(Runnable call) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = threads.getThreadAllocatedBytes(id);
      for (int i = 0; i < 2_000; i++) {
        call.run();
      }
      least = Math.min(least, (threads.getThreadAllocatedBytes(id) - before) / 2_000);
    }
    return least;
  }
}
