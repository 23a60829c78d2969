package io.obsagent.engine.recorder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.obsagent.engine.export.TestTraces;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.engine.trace.Tracer;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlightRecorderTest {
  private final Tracer tracer = TestTraces.tracer(fragment -> {});

  private List<Fragment> find(FlightRecorder recorder, Fragment fragment) {
    Context identity = fragment.last();
    return recorder.find(identity.traceIdHigh(), identity.traceIdLow(), tracer);
  }

  @Test
  void recordsByItselfAndSaysHowFarBackItReaches() {
    FlightRecorder recorder = new FlightRecorder(64 << 10);
    assertThat(recorder.eventHorizonNanos()).isZero();
    Fragment fragment = TestTraces.fragment("GET /orders", 3, false);
    recorder.accept(fragment);
    await().until(() -> recorder.usedBytes() > 0);
    await().until(() -> recorder.eventHorizonNanos() > 0);
    assertThat(recorder.usedBytes()).isLessThan(400);

    List<Fragment> found = find(recorder, fragment);
    assertThat(found).singleElement().isNotSameAs(fragment);
    assertThat(found.get(0).root().nameText()).isEqualTo("GET /orders");
    assertThat(recorder.find(1, 2, tracer)).isEmpty();
  }

  @Test
  void theOldestIsOverwritten() {
    FlightRecorder recorder = new FlightRecorder(64 << 10);
    Fragment first = TestTraces.fragment("first", 3, false);
    recorder.accept(first);
    assertThat(find(recorder, first)).hasSize(1);
    Fragment last = null;
    for (int i = 0; i < 1_000; i++) {
      last = TestTraces.fragment("later " + i, 3, false);
      recorder.accept(last);
    }
    assertThat(find(recorder, last)).hasSize(1);
    assertThat(find(recorder, first)).isEmpty();
    assertThat(recorder.usedBytes()).isLessThanOrEqualTo(recorder.capacityBytes());
  }

  @Test
  void aTextThatCannotBeBuiltCostsItsFragmentOnly() {
    FlightRecorder recorder = new FlightRecorder(64 << 10);
    long faults = AgentHealth.get("recorder.faults");
    List<Fragment> made =
        TestTraces.fragments(
            tracer -> {
              Span span = tracer.startRoot(Context.ROOT, SpanKind.SERVER, TestTraces.SCOPE, 1);
              span.name(
                  () -> {
                    throw new IllegalStateException("broken");
                  });
              span.end(2);
            });
    Fragment sound = TestTraces.fragment("sound", 1, false);
    recorder.accept(made.get(0));
    recorder.accept(sound);
    assertThat(find(recorder, sound)).hasSize(1);
    assertThat(AgentHealth.get("recorder.faults") - faults).isEqualTo(1);
  }
}
