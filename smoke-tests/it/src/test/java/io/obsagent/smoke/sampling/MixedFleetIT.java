package io.obsagent.smoke.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.receiver.ReceivedSpan;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Our agent with a tail sampler in front of OpenTelemetry's agent, and behind it: what the peer has
 * sampled has no hole, and of what the peer was told is kept nothing is missing.
 */
@Tag("differential")
class MixedFleetIT {
  private static final boolean FULL = "full".equals(System.getProperty("obs.matrix"));
  private static final int REQUESTS = FULL ? 10_000 : 1_000;
  private static final Ratio FIVE = new Ratio(0.05);
  private static final String TAIL = "error,probabilistic:5";

  @TempDir private Path folder;

  @Test
  void inFrontOfTheOther() {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        Relay back = Relay.theirs("back", folder, null, receiver, jvm -> jvm);
        Relay front =
            Relay.ours(
                "front",
                folder,
                back,
                receiver,
                jvm ->
                    jvm.property("obs.sampling.tail", TAIL)
                        .property("obs.response.server-timing", "true"))) {
      List<Load.Sent> sent =
          Load.send(front.port(), REQUESTS, i -> i % 100 == 50 ? "/fail/" + i : "/relay/" + i);
      front.stop();
      back.stop();

      List<ReceivedSpan> spans = receiver.traces().spans();
      Set<String> told =
          sent.stream()
              .filter(one -> one.promised() && one.path().startsWith("/relay"))
              .map(Load.Sent::traceId)
              .collect(Collectors.toSet());
      assertThat(told).isNotEmpty().allMatch(FIVE::keeps);
      assertThat((double) told.size() / REQUESTS).isCloseTo(0.05, within(share()));
      assertThat(traces(spans, "back")).isEqualTo(told);
      assertThat(traces(spans, "front"))
          .containsAll(told)
          .containsAll(
              sent.stream()
                  .filter(one -> one.path().startsWith("/fail"))
                  .map(Load.Sent::traceId)
                  .toList());
      // SERVER and CLIENT here, SERVER there.
      assertThat(spans.stream().filter(span -> told.contains(span.traceId())))
          .hasSize(3 * told.size());
      Holes.assertNone(spans, trace -> true, "front");
    }
  }

  @Test
  void behindTheOther() {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        Relay back =
            Relay.ours(
                "back", folder, null, receiver, jvm -> jvm.property("obs.sampling.tail", TAIL));
        Relay front =
            Relay.theirs(
                "front",
                folder,
                back,
                receiver,
                jvm ->
                    jvm.property("otel.traces.sampler", "parentbased_traceidratio")
                        .property("otel.traces.sampler.arg", "0.05"))) {
      Load.send(front.port(), REQUESTS, i -> "/relay/" + i);
      front.stop();
      back.stop();

      List<ReceivedSpan> spans = receiver.traces().spans();
      Set<String> theirs = traces(spans, "front");
      assertThat((double) theirs.size() / REQUESTS).isCloseTo(0.05, within(share()));
      assertThat(spans.stream().filter(span -> theirs.contains(span.traceId())))
          .hasSize(3 * theirs.size());
      Holes.assertNone(spans, theirs::contains, "front");
      // Of what the other has let go ours keeps its own share.
      Set<String> ours = traces(spans, "back");
      ours.removeAll(theirs);
      assertThat(ours).allMatch(FIVE::keeps);
    }
  }

  private static double share() {
    return 4 * Math.sqrt(0.05 * 0.95 / REQUESTS);
  }

  private static Set<String> traces(List<ReceivedSpan> spans, String service) {
    return spans.stream()
        .filter(span -> span.serviceName().equals(service))
        .map(ReceivedSpan::traceId)
        .collect(Collectors.toSet());
  }
}
