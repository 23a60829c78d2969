package io.obsagent.benchmarks;

import io.obsagent.engine.sampling.HeadSampler;
import io.obsagent.engine.sampling.SamplingDecision;
import io.obsagent.engine.sampling.tail.TailRules;
import io.obsagent.engine.sampling.tail.TailSampler;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.FragmentSink;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.engine.trace.SpanLimits;
import io.obsagent.engine.trace.Tracer;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Opening and closing spans: the lines of the engine table in {@code budgets.md} that need no
 * metrics. {@link #twoClockReads} is what every span pays besides.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SpanBenchmark {
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("benchmark");
  private static final AttributeKey[] KEYS = new AttributeKey[10];

  static {
    for (int i = 0; i < KEYS.length; i++) {
      KEYS[i] = AttributeKey.string("key." + i);
    }
  }

  private final Sink sink = new Sink();
  private final Tracer recording = new Tracer(new Fixed(true), sink, SpanLimits.DEFAULT);
  private final Tracer dropping = new Tracer(new Fixed(false), sink, SpanLimits.DEFAULT);
  private final Tracer tailed =
      new Tracer(
          new Fixed(true),
          new TailSampler(
              TailRules.parse("error,latency:500ms", new ArrayList<>()), sink, fragment -> {}),
          SpanLimits.DEFAULT);
  private final Context parent = Context.remote(1, 2, 3, Context.SAMPLED, null, null);

  @Benchmark
  public long twoClockReads() {
    return System.nanoTime() + System.nanoTime();
  }

  @Benchmark
  public Span bareSpan() {
    Span span = recording.startRoot(parent, SpanKind.SERVER, SCOPE, System.nanoTime());
    span.end();
    return span;
  }

  /** Nobody wants it: the real sampler, with the rules that most will have. */
  @Benchmark
  public Span bareSpanDroppedByTheTail() {
    Span span = tailed.startRoot(parent, SpanKind.SERVER, SCOPE, System.nanoTime());
    span.end();
    return span;
  }

  @Benchmark
  @Threads(2)
  public Span bareSpanDroppedByTheTailByTwoThreads() {
    return bareSpanDroppedByTheTail();
  }

  @Benchmark
  public Span bareSpanMadeCurrent() {
    Span span = recording.startRoot(parent, SpanKind.SERVER, SCOPE, System.nanoTime());
    Context before = span.makeCurrent();
    span.restore(before);
    span.end();
    return span;
  }

  @Benchmark
  public Span serverSpanWithTenAttributes() {
    Span span = recording.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, System.nanoTime());
    for (AttributeKey key : KEYS) {
      span.set(key, "value");
    }
    span.end();
    return span;
  }

  @Benchmark
  public Span rootAndTwentyChildren() {
    Span root = recording.startRoot(parent, SpanKind.SERVER, SCOPE, System.nanoTime());
    for (int i = 0; i < 20; i++) {
      recording.startChild(root, SpanKind.CLIENT, SCOPE, System.nanoTime()).end();
    }
    root.end();
    return root;
  }

  @Benchmark
  public Span droppedAtTheHead() {
    Span span = dropping.startRoot(parent, SpanKind.SERVER, SCOPE, System.nanoTime());
    span.end();
    return span;
  }

  @Benchmark
  public void contextSwitch(Blackhole hole) {
    Context before = parent.makeCurrent();
    hole.consume(Context.current());
    parent.restore(before);
  }

  /** Stands for the tail sampler that forgets; the write keeps the fragment from being elided. */
  static final class Sink implements FragmentSink {
    Fragment last;

    @Override
    public void accept(Fragment fragment) {
      last = fragment;
    }
  }

  static final class Fixed implements HeadSampler {
    private final boolean keep;

    Fixed(boolean keep) {
      this.keep = keep;
    }

    @Override
    public SamplingDecision decide(Context parent, long traceIdHigh, long traceIdLow) {
      return SamplingDecision.sampled(keep);
    }

    @Override
    public String traceState(Context parent, SamplingDecision decision) {
      return parent.traceState();
    }

    @Override
    public String description() {
      return "fixed";
    }
  }
}
