package io.obsagent.engine.trace;

import io.obsagent.engine.sampling.HeadSampler;
import io.obsagent.engine.sampling.SamplingDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A sink that keeps what it gets, and a sampler whose answer is given. */
final class CollectedFragments implements FragmentSink {
  static final InstrumentationScope SCOPE = InstrumentationScope.named("test");

  final List<Fragment> fragments = new CopyOnWriteArrayList<>();

  @Override
  public void accept(Fragment fragment) {
    fragments.add(fragment);
  }

  Tracer tracer(boolean sampled) {
    return new Tracer(answering(SamplingDecision.sampled(sampled)), this, SpanLimits.DEFAULT);
  }

  static HeadSampler answering(SamplingDecision answer) {
    return new HeadSampler() {
      @Override
      public SamplingDecision decide(Context parent, long traceIdHigh, long traceIdLow) {
        return answer;
      }

      @Override
      public String traceState(Context parent, SamplingDecision decision) {
        return parent.traceState();
      }

      @Override
      public String description() {
        return "fixed";
      }
    };
  }

  static List<RecordedSpan> spans(Fragment fragment) {
    List<RecordedSpan> spans = new ArrayList<>();
    for (RecordedSpan span = fragment.last(); span != null; span = Fragment.next(span)) {
      spans.add(0, span);
    }
    return spans;
  }
}
