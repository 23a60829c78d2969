package io.obsagent.instrumentation.concurrent;

import io.obsagent.build.PlanCompiler;
import io.obsagent.engine.Engine;
import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.sampling.HeadSampler;
import io.obsagent.engine.sampling.SamplingDecision;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.engine.trace.SpanLimits;
import io.obsagent.engine.trace.Tracer;
import io.obsagent.weaving.AdviceBytes;
import io.obsagent.weaving.WeavingAgent;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import net.bytebuddy.agent.ByteBuddyAgent;

/** Woven executors in this JVM, and a tracer that shows which fragments are complete. */
final class ThreadsEngine {
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("test");

  final List<Fragment> complete = new CopyOnWriteArrayList<>();
  private final Tracer tracer = new Tracer(new All(), complete::add, SpanLimits.DEFAULT);

  /** To be {@linkplain WeavingAgent#remove removed} by the test class that calls it. */
  static WeavingAgent weave() {
    Engine.install(
        ConfigurationReader.read(new Properties(), Map.of(), null),
        new Tracer(new All(), fragment -> {}, SpanLimits.DEFAULT),
        null);
    return WeavingAgent.install(
        ByteBuddyAgent.install(),
        PlanCompiler.compile(
            Collections.singletonList(new ConcurrentInstrumentation()),
            ThreadsEngine.class.getClassLoader()),
        AdviceBytes.resourcesOf(ThreadsEngine.class.getClassLoader()),
        name -> true,
        false);
  }

  /** Some piece of work, current nowhere yet. */
  Span span() {
    return tracer.startChild(SpanKind.INTERNAL, SCOPE, System.nanoTime());
  }

  /** A request on the calling thread, until it is closed. */
  Request request() {
    return new Request();
  }

  final class Request implements AutoCloseable {
    final Span span = tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, System.nanoTime());
    private final Context before = span.makeCurrent();

    @Override
    public void close() {
      span.restore(before);
      span.end();
    }

    /** The request has ended and nothing is waited for. */
    boolean isComplete() {
      return complete.stream().anyMatch(each -> each.root() == span);
    }
  }

  private static final class All implements HeadSampler {
    @Override
    public SamplingDecision decide(Context parent, long traceIdHigh, long traceIdLow) {
      return SamplingDecision.sampled(true);
    }

    @Override
    public String traceState(Context parent, SamplingDecision decision) {
      return null;
    }

    @Override
    public String description() {
      return "all";
    }
  }
}
