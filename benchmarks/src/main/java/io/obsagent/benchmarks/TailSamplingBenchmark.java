package io.obsagent.benchmarks;

import io.obsagent.engine.sampling.tail.TailRules;
import io.obsagent.engine.sampling.tail.TailSampler;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Fragments that no policy wants, from the opening of the root to the tail sampler's no: the first
 * line of the engine table in {@code budgets.md}. Compare with {@link SpanBenchmark#twoClockReads}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TailSamplingBenchmark {
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("benchmark");

  @Param({"error,latency:500ms,probabilistic:0", "error,latency:500ms,rare:15m,probabilistic:0"})
  public String policies;

  private final SpanBenchmark.Sink sink = new SpanBenchmark.Sink();
  private final Context parent = Context.remote(1, 2, 3, 0, null, null);
  private Tracer tracer;
  private TailSampler sampler;
  private Fragment fragment;

  @Setup
  public void prepare() {
    TailRules rules = TailRules.parse(policies, new ArrayList<String>());
    sampler = new TailSampler(rules, sink, sink);
    tracer = new Tracer(new SpanBenchmark.Fixed(true), sampler, SpanLimits.DEFAULT);
    rootAndFiveChildren();
    fragment = sink.last;
  }

  @Benchmark
  public Span bareSpan() {
    Span span = tracer.startRoot(parent, SpanKind.SERVER, SCOPE, System.nanoTime());
    span.end();
    return span;
  }

  @Benchmark
  public Span rootAndFiveChildren() {
    Span root = tracer.startRoot(parent, SpanKind.SERVER, SCOPE, System.nanoTime());
    for (int i = 0; i < 5; i++) {
      tracer.startChild(root, SpanKind.CLIENT, SCOPE, System.nanoTime()).end();
    }
    root.end();
    return root;
  }

  /** The decision alone, six spans; it is made again and again about the same fragment. */
  @Benchmark
  public FragmentSink decide() {
    sampler.accept(fragment);
    return sink;
  }
}
