package io.obsagent.smoke.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.receiver.ReceivedSpan.Kind;
import io.obsagent.smoke.receiver.ReceivedSpan.Scope;
import io.obsagent.smoke.receiver.ReceivedSpan.Status;
import io.obsagent.smoke.receiver.ReceivedTrace;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JoinedWaterfallTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final ReceivedTrace trace =
      new ReceivedTrace(
          TRACE,
          List.of(
              span("shop", "1", "", "POST /checkout", Kind.SERVER, 0, 32, Map.of()),
              span("shop", "2", "1", "POST", Kind.CLIENT, 4, 24, Map.of("error.type", "500")),
              span("payment", "3", "2", "POST /charge", Kind.SERVER, 8, 16, Map.of()),
              span(
                  "shop",
                  "4",
                  "1",
                  "send orders",
                  Kind.PRODUCER,
                  24,
                  28,
                  Map.of("messaging.kafka.offset", 7L))));

  @Test
  void servicesStandBesideTheirSpans() {
    assertThat(new JoinedWaterfall(trace).draw().lines())
        .containsExactly(
            "┌─ trace " + TRACE + " ─ 32.0 ms ─ 4 spans in 2 services",
            "│ shop     ▶ POST /checkout     32.0 ms  ████████████████████████████████",
            "│ shop     ├─◆ POST             20.0 ms      ████████████████████" + "          ✗ 500",
            "│ payment  │ └─▶ POST /charge    8.0 ms          ████████",
            "│ shop     └─▲ send orders       4.0 ms                          ████"
                + "      offset 7",
            "└─");
  }

  @Test
  void aTerminalThatCannotDrawGetsAscii() {
    assertThat(JoinedWaterfall.in(StandardCharsets.US_ASCII, new JoinedWaterfall(trace).draw()))
        .isASCII()
        .contains("| payment  | `-> POST /charge    8.0 ms          ########");
    assertThat(JoinedWaterfall.in(StandardCharsets.UTF_8, "█")).isEqualTo("█");
  }

  @Test
  void theOutlineSaysWhatFailed() {
    assertThat(trace.outline())
        .containsExactly(
            "shop SERVER POST /checkout",
            "  shop CLIENT POST ERROR 500",
            "    payment SERVER POST /charge",
            "  shop PRODUCER send orders");
  }

  private static ReceivedSpan span(
      String service,
      String id,
      String parent,
      String name,
      Kind kind,
      long startMillis,
      long endMillis,
      Map<String, Object> attributes) {
    return new ReceivedSpan(
        TRACE,
        id,
        parent,
        name,
        kind,
        attributes,
        attributes.containsKey("error.type") ? Status.ERROR : Status.UNSET,
        "",
        List.of(),
        List.of(),
        Map.of("service.name", service),
        new Scope("test", "1"),
        Span.newBuilder()
            .setStartTimeUnixNano(startMillis * 1_000_000)
            .setEndTimeUnixNano(endMillis * 1_000_000)
            .build());
  }
}
