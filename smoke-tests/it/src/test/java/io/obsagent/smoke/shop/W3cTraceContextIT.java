package io.obsagent.smoke.shop;

import static io.obsagent.smoke.shop.W3cCase.PARENT_ID;
import static io.obsagent.smoke.shop.W3cCase.TRACE_ID;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.http.RawConnection;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.jvm.RunningService;
import io.obsagent.smoke.jvm.ServiceUnderTest;
import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.receiver.ReceivedSpan.Kind;
import io.obsagent.smoke.services.Services;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the storefront makes of the trace context it is sent: in the SERVER span that a collector
 * gets, and in the headers of the request it then makes to the payment system.
 */
class W3cTraceContextIT {

  private static final String MANY = "currency=EUR&currency=USD&currency=CHF";
  private static final String NOBODY = "00-00000000000000000000000000000000-1234567890123456-01";

  /** What was done, and seen, before the first test looks at it. */
  private static final Map<W3cCase, Answer> ANSWERS = new LinkedHashMap<>();

  private static final Map<String, List<OutgoingHeaders>> MANY_ANSWERS = new LinkedHashMap<>();

  private static OtlpReceiver receiver;

  private record Answer(String query, List<OutgoingHeaders> calls) {}

  @BeforeAll
  static void sendThemAll() throws IOException {
    receiver = OtlpReceiver.start();
    try (HeaderRecorder payment = HeaderRecorder.start();
        RunningService shop =
            ServiceUnderTest.shop(Jdks.running(), Services.postgres().newDatabase("shop"))
                .with("shop.payment.url", payment.url())
                // Spans of callers that do not sample are needed to see what was understood.
                .with("otel.traces.sampler", "always_on")
                .exportingTo(receiver)
                .start()) {
      int number = 0;
      for (W3cCase row : W3cCases.all()) {
        String query = "currency=C" + ++number;
        ANSWERS.put(row, new Answer(query, ask(shop, payment, query, row.headers())));
      }
      MANY_ANSWERS.put("none", ask(shop, payment, MANY, List.of()));
      MANY_ANSWERS.put("valid", ask(shop, payment, MANY, List.of("traceparent: " + valid())));
      MANY_ANSWERS.put("illegal", ask(shop, payment, MANY, List.of("traceparent: " + NOBODY)));
      shop.stop();
    }
  }

  @AfterAll
  static void close() {
    receiver.close();
  }

  private static String valid() {
    return "00-" + TRACE_ID + "-" + PARENT_ID + "-01";
  }

  private static List<OutgoingHeaders> ask(
      RunningService shop, HeaderRecorder payment, String query, List<String> headers)
      throws IOException {
    StringBuilder request = new StringBuilder("GET /cards?" + query + " HTTP/1.1\nHost: shop\n");
    headers.forEach(header -> request.append(header).append('\n'));
    try (RawConnection connection = RawConnection.open(shop.port())) {
      assertThat(connection.send(request.append('\n').toString()).receive().status())
          .as("%s", headers)
          .isEqualTo(200);
    }
    return payment.taken();
  }

  static List<W3cCase> cases() {
    return W3cCases.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theServerSpanHasUnderstood(W3cCase row) {
    ReceivedSpan span = serverSpan(ANSWERS.get(row).query());
    if (row.continued()) {
      assertThat(span.traceId()).isEqualTo(TRACE_ID);
      assertThat(span.parentSpanId()).isEqualTo(PARENT_ID);
      assertThat(span.hasRemoteParent()).isTrue();
    } else {
      assertThat(span.isRoot()).isTrue();
      assertFresh(row, span.traceId());
    }
    row.state().ifPresent(state -> assertThat(members(span.traceState())).isEqualTo(state));
    // The sampler of this test samples all; the other bits are the caller's.
    row.flags().ifPresent(flags -> assertThat(span.traceFlags()).isEqualTo(flags | 0x01));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theNextServiceIsToldTheSame(W3cCase row) {
    Answer answer = ANSWERS.get(row);
    assertThat(answer.calls()).hasSize(1);
    OutgoingHeaders call = answer.calls().get(0);
    ReceivedSpan span = serverSpan(answer.query());
    assertThat(call.traceId()).isEqualTo(span.traceId());
    assertThat(receiver.traces().spans())
        .as("the parent of the next service is our CLIENT span")
        .anySatisfy(
            client -> {
              assertThat(client.kind()).isEqualTo(Kind.CLIENT);
              assertThat(client.spanId()).isEqualTo(call.parentId());
              assertThat(client.isChildOf(span)).isTrue();
            });
    row.state().ifPresent(state -> assertThat(members(call.traceState())).isEqualTo(state));
    row.flags().ifPresent(flags -> assertThat(call.flags()).isEqualTo(flags | 0x01));
  }

  @Test
  void severalRequestsOfOneTraceHaveParentsOfTheirOwn() {
    for (List<OutgoingHeaders> calls : MANY_ANSWERS.values()) {
      assertThat(calls).hasSize(3);
      assertThat(calls).extracting(OutgoingHeaders::traceId).containsOnly(calls.get(0).traceId());
      assertThat(calls).extracting(OutgoingHeaders::parentId).doesNotHaveDuplicates();
    }
    Set<String> traces = new HashSet<>();
    MANY_ANSWERS.values().forEach(calls -> traces.add(calls.get(0).traceId()));
    assertThat(traces).hasSize(3).contains(TRACE_ID).doesNotContain("0".repeat(32));
    assertThat(MANY_ANSWERS.get("valid").get(0).traceId()).isEqualTo(TRACE_ID);
  }

  private static ReceivedSpan serverSpan(String query) {
    List<ReceivedSpan> found =
        receiver
            .traces()
            .spans(s -> s.kind() == Kind.SERVER && query.equals(s.attribute("url.query")));
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static void assertFresh(W3cCase row, String traceId) {
    assertThat(traceId).matches("[0-9a-f]{32}").isNotEqualTo("0".repeat(32));
    assertThat(String.join("\n", row.headers())).doesNotContain(traceId);
  }

  /** Without our own member, which may be first, and without space around them. */
  private static List<String> members(String traceState) {
    return Arrays.stream(traceState.split(","))
        .map(W3cTraceContextIT::withoutOuterSpace)
        .filter(member -> !member.isEmpty() && !member.startsWith("ot="))
        .toList();
  }

  private static String withoutOuterSpace(String member) {
    return member.replaceAll("^[ \t]+|[ \t]+$", "");
  }
}
