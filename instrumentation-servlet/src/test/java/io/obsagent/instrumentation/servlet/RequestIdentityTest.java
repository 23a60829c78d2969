package io.obsagent.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.RecordedSpan;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The id of a request on its span and in its answer, and the trace in the answer. */
class RequestIdentityTest {
  private static final String ATTRIBUTE = "http.request.header.x-request-id";

  private final FakeRequest request = new FakeRequest();
  private final FakeResponse response = new FakeResponse();
  private Context inside;

  @AfterEach
  void leavesNothingBehind() {
    assertThat(Context.current()).isSameAs(Context.ROOT);
  }

  /** Serves the request; the span, or null if there is none. */
  private RecordedSpan serve(String... settings) {
    TestEngine engine = TestEngine.install(settings);
    Object token =
        ServletEntry.enterServlet(
            FakeAdapter.INSTANCE, new FakeAdapter.Component("/cart"), request, response);
    inside = Context.current();
    ServletEntry.exit(FakeAdapter.INSTANCE, token, request, response, null);
    return engine.spans().isEmpty() ? null : engine.onlySpan();
  }

  private static List<Object> values(RecordedSpan span, String name) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < span.attributeCount(); i++) {
      AttributeKey key = span.attributeKey(i);
      if (key.name().equals(name)) {
        Object value = span.attributeValue(i);
        values.add(value instanceof String[] ? List.of((String[]) value) : value);
      }
    }
    return values;
  }

  @Test
  void standsOnTheSpanAndIsCurrentInside() {
    request.header("x-request-id", "r-1");
    assertThat(values(serve(), ATTRIBUTE)).containsExactly(List.of("r-1"));
    assertThat(inside.requestId()).isEqualTo("r-1");
    assertThat(response.headers).isEmpty();
  }

  @Test
  void isThereWithoutARecordedSpanToo() {
    request.header("X-Request-ID", "r-1");
    assertThat(serve("otel.traces.sampler", "always_off")).isNull();
    assertThat(inside.requestId()).isEqualTo("r-1");
  }

  @Test
  void standsThereOnceIfTheHeaderIsCapturedBesides() {
    request.header("X-Request-ID", "r-1");
    RecordedSpan span =
        serve("otel.instrumentation.http.server.capture-request-headers", "x-request-ID");
    assertThat(values(span, ATTRIBUTE)).containsExactly(List.of("r-1"));
  }

  @Test
  void withoutOneNoneIsMadeUnlessAskedFor() {
    assertThat(values(serve(), ATTRIBUTE)).isEmpty();
    assertThat(inside.requestId()).isNull();
    request.header("X-Request-ID", "evil\r\nX-Injected: 1");
    assertThat(values(serve("obs.response.request-id", "true"), ATTRIBUTE)).isEmpty();
    assertThat(response.headers).isEmpty();
  }

  @Test
  void aNewOneReplacesNoneAndAMalformedOne() {
    String[] settings = {"obs.request-id.mode", "generate", "obs.response.request-id", "true"};
    serve(settings);
    String first = inside.requestId();
    assertThat(first).matches("[0-9a-f]{32}");
    assertThat(response.headers.get("X-Request-ID")).containsExactly(first);

    response.headers.clear();
    request.header("X-Request-ID", "a\r\nX-Injected: 1");
    RecordedSpan span = serve(settings);
    assertThat(inside.requestId()).matches("[0-9a-f]{32}").isNotEqualTo(first);
    assertThat(values(span, ATTRIBUTE)).containsExactly(List.of(inside.requestId()));
    assertThat(response.headers.get("X-Request-ID")).containsExactly(inside.requestId());
  }

  @Test
  void oneThatCameIsNotReplacedByANewOne() {
    request.header("X-Request-ID", "r-1");
    serve("obs.request-id.mode", "generate");
    assertThat(inside.requestId()).isEqualTo("r-1");
  }

  @Test
  void switchedOffItIsNotSeen() {
    request.header("X-Request-ID", "r-1");
    String[] off = {"obs.request-id.mode", "off", "obs.response.request-id", "true"};
    assertThat(values(serve(off), ATTRIBUTE)).isEmpty();
    assertThat(response.headers).isEmpty();
  }

  @Test
  void theAnswerNamesTheTrace() {
    RecordedSpan span = serve("obs.response.server-timing", "true");
    assertThat(response.headers)
        .containsOnlyKeys("Server-Timing")
        .containsEntry(
            "Server-Timing",
            List.of(
                "traceparent;desc=\"00-" + span.traceIdHex() + "-" + span.spanIdHex() + "-03\""));

    response.headers.clear();
    serve("obs.response.server-timing", "true", "otel.traces.sampler", "always_off");
    assertThat(response.headers.get("Server-Timing").get(0)).endsWith("-02\"");
  }

  @Test
  void nothingIsReplaced() {
    request.header("X-Request-ID", "r-1");
    response.headers.put("X-Request-ID", new ArrayList<>(List.of("proxy")));
    response.headers.put("Server-Timing", new ArrayList<>(List.of("db;dur=3")));
    serve("obs.response.request-id", "true", "obs.response.server-timing", "true");
    assertThat(response.headers.get("X-Request-ID")).containsExactly("proxy");
    assertThat(response.headers.get("Server-Timing")).hasSize(2).startsWith("db;dur=3");
  }

  @Test
  void aCommittedAnswerIsLeftAlone() {
    request.header("X-Request-ID", "r-1");
    response.committed = true;
    serve("obs.response.request-id", "true", "obs.response.server-timing", "true");
    assertThat(response.headers).isEmpty();
  }

  @Test
  void anExcludedRequestIsAnsweredAsWithoutUs() {
    request.header("X-Request-ID", "r-1");
    serve(
        "obs.exclude.urls",
        "/shop/*",
        "obs.request-id.mode",
        "generate",
        "obs.response.request-id",
        "true",
        "obs.response.server-timing",
        "true");
    assertThat(response.headers).isEmpty();
    assertThat(inside.requestId()).as("goes on with outgoing calls").isEqualTo("r-1");
  }

  @Test
  void aContainerThatRefusesHeadersIsNoMatter() {
    long faults = AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS);
    response.refusesHeaders = true;
    assertThat(serve("obs.response.server-timing", "true")).isNotNull();
    assertThat(AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS)).isEqualTo(faults + 1);
  }
}
