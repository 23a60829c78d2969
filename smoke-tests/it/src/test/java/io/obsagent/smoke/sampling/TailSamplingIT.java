package io.obsagent.smoke.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.example.relay.RelayApplication;
import io.obsagent.smoke.jvm.ChildJvm;
import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.receiver.ReceivedSpan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the project's plan asks to be shown: every failure and every slow request of a real service
 * arrives, and of the rest five per cent, exactly those that consistent sampling names.
 */
class TailSamplingIT {
  private static final boolean FULL = "full".equals(System.getProperty("obs.matrix"));
  private static final int REQUESTS = FULL ? 50_000 : 5_000;
  private static final Ratio FIVE = new Ratio(0.05);

  @TempDir private Path folder;

  private static String path(int i) {
    if (i % 100 == 7) {
      return "/fail/" + i;
    }
    return i % 500 == 13 ? "/slow/" + i : "/ok/" + i;
  }

  @Test
  void everyFailureAndSlowRequestArrivesAndOfTheRestFivePercent() {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        Relay relay =
            Relay.ours(
                "shop",
                folder,
                null,
                receiver,
                jvm ->
                    jvm.property(
                            "obs.sampling.tail", "error,latency:500ms,rare:15m,probabilistic:5")
                        .property("obs.response.server-timing", "true"))) {
      List<Load.Sent> sent = Load.send(relay.port(), REQUESTS, TailSamplingIT::path);
      ChildJvm stopped = relay.stop();
      assertThat(stopped.agentStatus().dropped()).isZero();

      Map<String, ReceivedSpan> arrived = new HashMap<>();
      for (ReceivedSpan span : receiver.traces().spans()) {
        assertThat(arrived.put(span.traceId(), span)).isNull();
      }
      assertThat(sent).hasSize(REQUESTS);
      Set<String> injected =
          sent.stream()
              .filter(one -> !one.path().startsWith("/ok"))
              .map(Load.Sent::traceId)
              .collect(Collectors.toSet());
      assertThat(injected).hasSize(REQUESTS / 100 + REQUESTS / 500);
      assertThat(arrived.keySet()).containsAll(injected);

      int rest = 0;
      int kept = 0;
      int rare = 0;
      Set<String> unknown = new HashSet<>(arrived.keySet());
      for (Load.Sent one : sent) {
        unknown.remove(one.traceId());
        // The wire promised exactly what is certain from the beginning.
        assertThat(one.promised()).isEqualTo(FIVE.keeps(one.traceId()));
        ReceivedSpan span = arrived.get(one.traceId());
        if (span != null) {
          assertThat(span.traceFlags() & 1).isOne();
        }
        if (injected.contains(one.traceId())) {
          assertThat(span.traceState()).isEqualTo("ot=th:0");
          continue;
        }
        if (span != null && span.duration().toMillis() >= 500) {
          // The machine was busy: it is slow all the same.
          continue;
        }
        rest++;
        if (span != null && span.attribute("obs.sampling.policy").equals("rare")) {
          rare++;
          if (!FIVE.keeps(one.traceId())) {
            assertThat(span.traceState()).isEmpty();
            continue;
          }
        }
        assertThat(span != null).as("R of %s", one.traceId()).isEqualTo(FIVE.keeps(one.traceId()));
        if (span != null) {
          assertThat(span.traceState()).isEqualTo("ot=th:" + FIVE.th());
          kept++;
        }
      }
      assertThat(unknown).isEmpty();
      // One per kind that is neither failed nor slow: /ok, perhaps more while statuses differ.
      assertThat(rare).isBetween(1, 3);
      double threeSigma = 3 * Math.sqrt(0.05 * 0.95 / rest);
      assertThat((double) kept / rest).isCloseTo(0.05, within(threeSigma));
      assertThat(Duration.ofMillis(RelayApplication.SLOW_MILLIS))
          .isGreaterThan(Duration.ofMillis(500));
    }
  }

  /** Two of ours behind each other. */
  private void chain(String first, String second, int requests, Kept check) {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        Relay back =
            Relay.ours(
                "back", folder, null, receiver, jvm -> jvm.property("obs.sampling.tail", second));
        Relay front =
            Relay.ours(
                "front", folder, back, receiver, jvm -> jvm.property("obs.sampling.tail", first))) {
      Load.send(front.port(), requests, i -> "/relay/" + i);
      front.stop();
      back.stop();
      List<ReceivedSpan> spans = receiver.traces().spans();
      check.of(spans, traces(spans, "front"), traces(spans, "back"));
    }
  }

  private interface Kept {
    void of(List<ReceivedSpan> spans, Set<String> front, Set<String> back);
  }

  private static Set<String> traces(List<ReceivedSpan> spans, String service) {
    return spans.stream()
        .filter(span -> span.serviceName().equals(service))
        .map(ReceivedSpan::traceId)
        .collect(Collectors.toSet());
  }

  @Test
  void theSameRatioKeepsTheSameTracesWithoutAnOrphan() {
    chain(
        "probabilistic:10",
        "probabilistic:10",
        FULL ? 10_000 : 1_000,
        (spans, front, back) -> {
          assertThat(front).isNotEmpty().isEqualTo(back);
          assertThat(spans).hasSize(3 * front.size());
          Holes.assertNone(spans, trace -> true, "front");
        });
  }

  @Test
  void differentRatiosKeepNestedSets() {
    chain(
        "probabilistic:5",
        "probabilistic:25",
        FULL ? 10_000 : 1_000,
        (spans, front, back) -> {
          Holes.assertNone(spans, front::contains, "front");
          assertThat(back).containsAll(front).hasSizeGreaterThan(front.size());
          assertThat(front).isNotEmpty().allMatch(FIVE::keeps);
          assertThat(back).allMatch(new Ratio(0.25)::keeps);
        });
  }
}
