package io.obsagent.engine.export;

import io.obsagent.engine.sampling.HeadSampler;
import io.obsagent.engine.sampling.SamplingDecision;
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
import java.util.List;

/** Real fragments, made as the agent makes them. */
public final class TestTraces {
  public static final InstrumentationScope SCOPE = InstrumentationScope.named("obs.test");
  public static final AttributeKey TEXT = AttributeKey.string("text");

  private TestTraces() {}

  /** A tracer that records everything and hands it to {@code sink}. */
  public static Tracer tracer(FragmentSink sink) {
    return new Tracer(new Always(), sink, SpanLimits.DEFAULT);
  }

  /** What {@code work} makes. */
  public static List<Fragment> fragments(java.util.function.Consumer<Tracer> work) {
    List<Fragment> made = new ArrayList<>();
    work.accept(tracer(made::add));
    return made;
  }

  /** One trace of {@code spans} spans; the root is called {@code name}. */
  public static Fragment fragment(String name, int spans, boolean failed) {
    return fragments(tracer -> trace(tracer, name, spans, failed)).get(0);
  }

  /** Opens and ends one trace of {@code spans} spans on the calling thread. */
  public static void trace(Tracer tracer, String name, int spans, boolean failed) {
    long start = System.nanoTime();
    Span root = tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, start);
    root.name(name);
    for (int i = 1; i < spans; i++) {
      Span child = tracer.startChild(root, SpanKind.CLIENT, SCOPE, start + i);
      child.name(name + " child " + i);
      child.end(start + i + 1);
    }
    if (failed) {
      root.fail("broken");
    }
    root.end(start + 1_000_000);
  }

  private static final class Always implements HeadSampler {
    @Override
    public SamplingDecision decide(Context parent, long traceIdHigh, long traceIdLow) {
      return SamplingDecision.sampled(true);
    }

    @Override
    public String traceState(Context parent, SamplingDecision decision) {
      return parent.traceState();
    }

    @Override
    public String description() {
      return "always_on";
    }
  }
}
