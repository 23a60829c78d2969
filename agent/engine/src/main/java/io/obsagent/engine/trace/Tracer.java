package io.obsagent.engine.trace;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.sampling.HeadSampler;
import io.obsagent.engine.sampling.SamplingDecision;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Opens spans and sees fragments off. One per agent; thread-safe, without locks.
 *
 * <p>Cost of opening a recorded child: one span, one compare-and-set. Of an unrecorded one: 64
 * bytes. A local root adds its fragment, two random numbers, the head sampler, one wall-clock read.
 */
public final class Tracer {
  /** sampling.md: {@code decision_wait}. */
  public static final long DECISION_WAIT_MILLIS = 2_000;

  private volatile HeadSampler sampler;
  private final FragmentSink sink;
  private final SpanLimits limits;
  private final EpochClock clock = new EpochClock();
  private final AtomicLong undecidedBytes = new AtomicLong();
  private final LiveFragments live;
  private volatile LongSupplier over;

  /**
   * @param sampler decides at local roots, until {@link #sampleBy}
   * @param sink receives complete fragments
   * @param limits of every span
   */
  public Tracer(HeadSampler sampler, FragmentSink sink, SpanLimits limits) {
    this(sampler, sink, limits, DECISION_WAIT_MILLIS);
  }

  /**
   * As the other form.
   *
   * @param decisionWaitMillis how long a local root that has ended waits for its open children
   */
  public Tracer(
      HeadSampler sampler, FragmentSink sink, SpanLimits limits, long decisionWaitMillis) {
    this.live = new LiveFragments(decisionWaitMillis);
    this.sampler = sampler;
    this.sink = sink;
    this.limits = limits;
  }

  /**
   * Opens the first span of this process: a SERVER span or one that processes a message. Whatever
   * {@link OpenScope} is left on the thread is over.
   *
   * @param parent what came in headers; {@link Context#ROOT} starts a new trace. Never the thread's
   *     current context.
   * @param startNanos {@link System#nanoTime}
   */
  public Span startRoot(
      Context parent, SpanKind kind, InstrumentationScope scope, long startNanos) {
    if (kind == SpanKind.SERVER || kind == SpanKind.CONSUMER) {
      OpenScope.abandonAll();
    }
    return startRootInside(parent, kind, scope, startNanos);
  }

  /**
   * As {@link #startRoot}, for the span of an {@link OpenScope}, which may be opened inside others:
   * they go on.
   */
  public Span startRootInside(
      Context parent, SpanKind kind, InstrumentationScope scope, long startNanos) {
    long high;
    long low;
    int flags;
    if (parent.hasTrace()) {
      high = parent.traceIdHigh();
      low = parent.traceIdLow();
      flags = parent.flags() & ~Context.SAMPLED;
    } else {
      high = SpanIds.next();
      low = SpanIds.next();
      flags = Context.RANDOM;
    }
    // Read once: decision and tracestate have to be of the same one.
    HeadSampler deciding = sampler;
    SamplingDecision decision = deciding.decide(parent, high, low);
    String traceState = deciding.traceState(parent, decision);
    long id = SpanIds.next();
    Object carried = parent.carried();
    if (decision == SamplingDecision.DROP) {
      return new Span(high, low, id, flags, traceState, carried, kind, scope, startNanos);
    }
    Fragment fragment = new Fragment(this, clock.anchor(System.nanoTime()), false);
    RecordedSpan span =
        new RecordedSpan(
            high,
            low,
            id,
            decision == SamplingDecision.RECORD_ONLY ? flags : flags | Context.SAMPLED,
            traceState,
            carried,
            kind,
            scope,
            startNanos,
            fragment,
            parent);
    fragment.root(span);
    live.add(fragment);
    return span;
  }

  /**
   * Opens a span below the current context of the calling thread: a child where a span is current,
   * else a local root.
   *
   * @param startNanos {@link System#nanoTime}
   */
  public Span startChild(SpanKind kind, InstrumentationScope scope, long startNanos) {
    return startChild(Context.current(), kind, scope, startNanos);
  }

  /** Opens a span below {@code parent}: a child where that is a span, else a local root. */
  public Span startChild(
      Context parent, SpanKind kind, InstrumentationScope scope, long startNanos) {
    if (parent instanceof RecordedSpan) {
      return childOf((RecordedSpan) parent, kind, scope, startNanos);
    }
    if (parent instanceof Span) {
      return new Span(
          parent.traceIdHigh(),
          parent.traceIdLow(),
          SpanIds.next(),
          parent.flags(),
          parent.traceState(),
          parent.carried(),
          kind,
          scope,
          startNanos);
    }
    return startRootInside(parent, kind, scope, startNanos);
  }

  private Span childOf(
      RecordedSpan parent, SpanKind kind, InstrumentationScope scope, long startNanos) {
    Fragment fragment = parent.fragment;
    boolean joined = fragment.retain();
    if (!joined) {
      // The trace was decided and has left: inherit the decision, in a fragment of its own.
      fragment = new Fragment(this, fragment.epochAnchor(), true);
    }
    RecordedSpan span =
        new RecordedSpan(
            parent.traceIdHigh(),
            parent.traceIdLow(),
            SpanIds.next(),
            parent.flags(),
            parent.traceState(),
            parent.carried(),
            kind,
            scope,
            startNanos,
            fragment,
            parent);
    if (!joined) {
      fragment.root(span);
      live.add(fragment);
    }
    return span;
  }

  /**
   * Who is told that there are fragments to {@link #sweep}: with the first one, and then with every
   * thousandth, on the application's thread. Saying so again must cost nothing.
   */
  public void whenUsed(Runnable sweeping) {
    live.whenUsed(sweeping);
  }

  /**
   * Looks after fragments that do not complete by themselves; called about once a second by the
   * exporting thread.
   */
  public void sweep() {
    live.sweep(System.nanoTime());
    long over = overLimit();
    if (over > 0) {
      live.shed(over);
    }
  }

  /**
   * Bounds what waits for a decision: while {@code over} says more than 0, large fragments collapse
   * as they grow, and each {@link #sweep} lets go of the oldest.
   *
   * @param over bytes above a limit; asked now and then by any thread
   */
  public void boundedBy(LongSupplier over) {
    this.over = over;
  }

  /** Bytes above the limit; 0 or less where there is none. */
  long overLimit() {
    LongSupplier asked = over;
    return asked == null ? 0 : asked.getAsLong();
  }

  /**
   * Bytes of large fragments and of parts that wait for a decision, more or, if negative, fewer.
   */
  void undecided(long bytes) {
    if (bytes != 0) {
      undecidedBytes.addAndGet(bytes);
    }
  }

  /**
   * Estimated bytes of what waits for a decision: large fragments as they are, the others as they
   * were at the last {@link #sweep}.
   */
  public long undecidedBytes() {
    return undecidedBytes.get() + live.smallBytes();
  }

  /** Completes every open fragment with what has ended so far: the process is about to stop. */
  public void cutAll() {
    live.cutAll();
  }

  /** Another sampler decides from now on about traces that begin. */
  public void sampleBy(HeadSampler another) {
    sampler = another;
  }

  public SpanLimits limits() {
    return limits;
  }

  /** What decides at roots, for the start line. */
  public HeadSampler sampler() {
    return sampler;
  }

  void complete(Fragment fragment) {
    if (fragment.last() == null) {
      fragment.dropLogs();
    } else {
      offer(fragment);
    }
    FragmentGrowth growth = fragment.growthOrNull();
    if (growth != null) {
      growth.close(fragment);
    }
  }

  void offer(Fragment fragment) {
    try {
      sink.accept(fragment);
    } catch (Throwable fault) {
      AgentHealth.count("dropped.sink_fault");
    } finally {
      fragment.dropLogsUnlessKept();
    }
  }

  void late(RecordedSpan span) {
    AgentHealth.count("late_spans");
    complete(Fragment.ofLate(this, span));
  }
}
