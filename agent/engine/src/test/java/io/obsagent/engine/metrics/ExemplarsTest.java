package io.obsagent.engine.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.sampling.HeadSampler;
import io.obsagent.engine.sampling.SamplingDecision;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.engine.trace.SpanLimits;
import io.obsagent.engine.trace.Tracer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which calls are shown with a chart, and when. */
class ExemplarsTest {
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("test");
  private static final AttributeKey ROUTE = AttributeKey.string("http.route");
  private static final long MILLI = 1_000_000;

  private final Metrics metrics = Metrics.of(10, false);
  private final DurationHistogram calls = histogram(metrics);

  private static DurationHistogram histogram(Metrics metrics) {
    return metrics.histogram(SCOPE, "calls", "", Buckets.HTTP, ROUTE);
  }

  private static Span span(boolean sampled) {
    return new Tracer(new Fixed(sampled), fragment -> {}, SpanLimits.DEFAULT)
        .startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 1);
  }

  private static Span count(DurationHistogram calls, boolean sampled, long nanos) {
    Span span = span(sampled);
    calls.record(span, nanos, false, "/", null, null, null, null, null);
    return span;
  }

  private static void exported(Span span) {
    ExportedTraces.exported(span.traceIdHigh(), span.traceIdLow());
  }

  private List<String> shown() {
    List<String> shown = new ArrayList<>();
    for (MetricReading reading : metrics.collect()) {
      for (Point point : reading.points()) {
        for (int i = 0; i < point.bucketCount(); i++) {
          Exemplar exemplar = point.exemplar(i);
          if (exemplar != null) {
            shown.add(i + " " + exemplar.traceIdHex() + " " + exemplar.spanIdHex());
          }
        }
      }
    }
    return shown;
  }

  @Test
  void noneBeforeItsTraceWasExported() {
    Span span = count(calls, true, 6 * MILLI);
    assertThat(shown()).isEmpty();

    exported(span);
    assertThat(shown()).containsExactly("1 " + span.traceIdHex() + " " + span.spanIdHex());
  }

  @Test
  void noneOfAnUnsampledCall() {
    Span span = count(calls, false, 6 * MILLI);
    exported(span);

    assertThat(shown()).isEmpty();
  }

  @Test
  void oneForEachBucketAndEachSeriesOfOneTrace() {
    DurationHistogram others = metrics.histogram(SCOPE, "others", "", Buckets.HTTP, ROUTE);
    Span span = span(true);
    calls.record(span, MILLI, false, "/", null, null, null, null, null);
    calls.record(span, 20_000 * MILLI, false, "/", null, null, null, null, null);
    others.record(span, MILLI, false, "/", null, null, null, null, null);
    exported(span);

    String ids = span.traceIdHex() + " " + span.spanIdHex();
    assertThat(shown()).containsExactly("0 " + ids, Buckets.HTTP.size() + " " + ids, "0 " + ids);
  }

  @Test
  void theNextOneTakesItsPlace() {
    Span first = count(calls, true, MILLI);
    exported(first);
    shown();
    Span second = count(calls, true, MILLI);
    assertThat(shown()).containsExactly("0 " + first.traceIdHex() + " " + first.spanIdHex());

    exported(second);
    assertThat(shown()).containsExactly("0 " + second.traceIdHex() + " " + second.spanIdHex());
  }

  @Test
  void noneWhereTheyAreOff() {
    Metrics off = Metrics.of(10, false, false);
    exported(count(histogram(off), true, MILLI));

    Point point = off.collect().get(0).points().get(0);
    for (int i = 0; i < point.bucketCount(); i++) {
      assertThat(point.exemplar(i)).isNull();
    }
  }

  private static final class Fixed implements HeadSampler {
    private final boolean sampled;

    Fixed(boolean sampled) {
      this.sampled = sampled;
    }

    @Override
    public SamplingDecision decide(Context parent, long traceIdHigh, long traceIdLow) {
      return SamplingDecision.sampled(sampled);
    }

    @Override
    public String traceState(Context parent, SamplingDecision decision) {
      return null;
    }

    @Override
    public String description() {
      return "fixed";
    }
  }

  /** With tail sampling nearly every call is recorded and given up. */
  @Test
  void aTraceThatIsGivenUpMakesRoomForTheNextOne() {
    Span dropped = count(calls, true, 2 * MILLI);
    Span waiting = count(calls, true, 2 * MILLI);
    exported(waiting);
    assertThat(shown()).isEmpty();

    ExportedTraces.dropped(dropped.traceIdHigh(), dropped.traceIdLow());
    Span kept = count(calls, true, 2 * MILLI);
    exported(kept);
    exported(dropped);
    assertThat(shown()).containsExactly("0 " + kept.traceIdHex() + " " + kept.spanIdHex());
  }
}
