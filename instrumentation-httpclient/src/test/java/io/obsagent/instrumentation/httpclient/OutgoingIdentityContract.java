package io.obsagent.instrumentation.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.instrumentation.httpclient.HttpClientDriver.Outgoing;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every HTTP client owes: whose identity goes out. */
abstract class OutgoingIdentityContract extends HttpClientTestCase {
  @Test
  void stateAndBaggageTravel() throws Exception {
    Context incoming = Context.remote(1, 2, 3, 3, "a=b", "user=1");
    try (TestEngine.Request parent = engine.request(incoming)) {
      driver.send(new Outgoing(server.uri("/ok")));
    }

    assertThat(server.only().only("tracestate")).isEqualTo("a=b");
    assertThat(server.only().only("baggage")).isEqualTo("user=1");
    assertThat(server.only().only("traceparent")).isEqualTo(traceParent(engine.client()));
  }

  @Test
  void theIdOfTheRequestBeingServedGoesOn() throws Exception {
    for (int flags : new int[] {3, 2}) {
      Context incoming = Context.remote(1, 2, 3, flags, null, null).withRequestId("r-1");
      try (TestEngine.Request parent = engine.request(incoming)) {
        driver.send(new Outgoing(server.uri("/ok")));
      }
      assertThat(server.received().get(server.received().size() - 1).only("X-Request-ID"))
          .isEqualTo("r-1");

      try (TestEngine.Request parent = engine.request(incoming)) {
        driver.send(new Outgoing(server.uri("/ok")).header("X-Request-ID", "mine"));
      }
      assertThat(server.received().get(server.received().size() - 1).only("X-Request-ID"))
          .isEqualTo("mine");
    }
  }

  @Test
  void insideAnotherClientsCallItIsNoneOfItsOwn() throws Exception {
    HttpClientCall outer =
        HttpClientRecorder.begin(new OuterAdapter(), "outer", 0, System.nanoTime());
    outer.enter();
    driver.send(new Outgoing(server.uri("/ok")));
    outer.leave();
    HttpClientRecorder.end(outer, new OuterAdapter(), "outer", 200, null);

    assertThat(get(engine.client(), HttpAttributes.URL_FULL)).isEqualTo("http://outer.example/");
    assertThat(server.only().all("traceparent")).isEmpty();
  }

  @Test
  void theAgentsOwnTrafficIsNotTraced() throws Exception {
    Context before = Context.OWN.makeCurrent();
    driver.send(new Outgoing(server.uri("/ok")));
    Context.OWN.restore(before);

    engine.clients(0);
    assertThat(server.only().all("traceparent")).isEmpty();
  }

  @Test
  void insideAnExcludedRequest() throws Exception {
    Context incoming = Context.suppressed(Context.remote(1, 2, 3, 1, "a=b", null));
    Context before = incoming.makeCurrent();
    driver.send(new Outgoing(server.uri("/ok")));
    incoming.restore(before);
    Context unknown = Context.suppressed(Context.ROOT);
    before = unknown.makeCurrent();
    driver.send(new Outgoing(server.uri("/ok")));
    unknown.restore(before);

    engine.clients(0);
    assertThat(server.received().get(0).only("traceparent"))
        .isEqualTo("00-00000000000000010000000000000002-0000000000000003-01");
    assertThat(server.received().get(0).only("tracestate")).isEqualTo("a=b");
    assertThat(server.received().get(1).only("traceparent")).isEqualTo(traceParent(unknown));
  }

  @Test
  void anUnsampledParent() throws Exception {
    Context incoming = Context.remote(1, 2, 3, Context.RANDOM, null, null);
    try (TestEngine.Request parent = engine.request(incoming)) {
      driver.send(new Outgoing(server.uri("/ok")));
    }

    engine.clients(0);
    assertThat(server.only().only("traceparent"))
        .matches("00-00000000000000010000000000000002-[0-9a-f]{16}-02")
        .doesNotContain("-0000000000000003-");
  }

  @Test
  void aCopiedTraceParentIsReplaced() throws Exception {
    try (TestEngine.Request parent = engine.request()) {
      driver.send(
          new Outgoing(server.uri("/ok"))
              .header("Traceparent", traceParent(parent.span))
              .header("tracestate", "stale=1"));
    }

    assertThat(server.only().only("traceparent")).isEqualTo(traceParent(engine.client()));
    assertThat(server.only().only("tracestate")).isEqualTo(engine.client().traceState());
    assertThat(engine.client().linkCount()).isZero();
  }

  @Test
  void aTraceParentOfAnotherTraceStaysAndIsLinkedTo() throws Exception {
    try (TestEngine.Request parent = engine.request()) {
      driver.send(
          new Outgoing(server.uri("/ok"))
              .header("traceparent", OTHER_TRACE)
              .header("tracestate", "own=1"));
    }

    assertThat(server.only().only("traceparent")).isEqualTo(OTHER_TRACE);
    assertThat(server.only().only("tracestate")).isEqualTo("own=1");
    RecordedSpan span = engine.client();
    assertThat(span.linkCount()).isEqualTo(1);
    assertThat(span.link(0).traceIdHex()).isEqualTo("11111111111111111111111111111111");
    assertThat(span.link(0).spanIdHex()).isEqualTo("2222222222222222");
  }

  @Test
  void aTraceParentThatIsMalformedOrDoubledIsReplaced() throws Exception {
    driver.send(new Outgoing(server.uri("/ok?malformed")).header("traceparent", "00-nonsense-01"));
    driver.send(
        new Outgoing(server.uri("/ok?doubled"))
            .header("traceparent", OTHER_TRACE)
            .header("Traceparent", OTHER_TRACE));

    List<RecordedSpan> spans = engine.clients(2);
    for (int i = 0; i < 2; i++) {
      assertThat(server.received().get(i).only("traceparent")).isEqualTo(traceParent(spans.get(i)));
      assertThat(spans.get(i).linkCount()).isZero();
    }
  }

  /** Some client around the one under test. */
  private static final class OuterAdapter extends FixedAdapter {}
}
