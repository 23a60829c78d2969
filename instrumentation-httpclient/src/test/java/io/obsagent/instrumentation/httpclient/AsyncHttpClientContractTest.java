package io.obsagent.instrumentation.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.semantics.ErrorAttributes;
import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.instrumentation.httpclient.ContractServer.Received;
import io.obsagent.instrumentation.httpclient.HttpClientDriver.Outgoing;
import java.net.ServerSocket;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a client with callbacks or futures owes besides. */
abstract class AsyncHttpClientContractTest extends HttpClientContractTest {

  /** What a callback was told, and where it ran. */
  private static final class Told implements AsyncHttpClientDriver.Callback {
    private final CountDownLatch done = new CountDownLatch(1);
    volatile int status;
    volatile Throwable failure;
    volatile Context context;

    @Override
    public void done(int status, Throwable failure) {
      this.status = status;
      this.failure = failure;
      context = Context.current();
      done.countDown();
    }

    Told await() throws InterruptedException {
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
      return this;
    }
  }

  private AsyncHttpClientDriver.Pending start(Outgoing outgoing, Told told) throws Exception {
    return ((AsyncHttpClientDriver) driver).start(outgoing, told);
  }

  @Test
  void theCallbackRunsInTheCallersContext() throws Exception {
    Told told = new Told();
    Context request;
    try (TestEngine.Request parent = engine.request()) {
      request = parent.span;
      start(new Outgoing(server.uri("/ok")), told);
      assertThat(Context.current()).isSameAs(request);
    }

    assertThat(told.await().status).isEqualTo(200);
    assertThat(told.context).isSameAs(request);
    RecordedSpan span = engine.client();
    assertThat(span.parentSpanId()).isEqualTo(request.spanId());
    assertUnset(span);
    assertThat(get(span, HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(200L);
    assertThat(server.only().only("traceparent")).isEqualTo(traceParent(span));
  }

  @Test
  void theCallbackOfACallWithoutAParentRunsInNone() throws Exception {
    Told told = new Told();
    start(new Outgoing(server.uri("/ok")), told);

    assertThat(told.await().status).isEqualTo(200);
    assertThat(told.context).isSameAs(Context.ROOT);
    assertThat(engine.client().parentSpanId()).isZero();
  }

  @Test
  void aCallFromACallbackIsAChildOfTheCaller() throws Exception {
    Told inner = new Told();
    Context request;
    try (TestEngine.Request parent = engine.request()) {
      request = parent.span;
      ((AsyncHttpClientDriver) driver)
          .start(
              new Outgoing(server.uri("/ok?first")),
              (status, failure) -> {
                try {
                  start(new Outgoing(server.uri("/ok?second")), inner);
                } catch (Exception broken) {
                  inner.done(-1, broken);
                }
              });
    }

    assertThat(inner.await().status).isEqualTo(200);
    assertThat(engine.clients(2))
        .extracting(RecordedSpan::parentSpanId)
        .containsOnly(request.spanId());
  }

  @Test
  void aFailureReachesTheCallbackAndTheSpan() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Told told = new Told();
    Context request;
    try (TestEngine.Request parent = engine.request()) {
      request = parent.span;
      start(new Outgoing(URI.create("http://127.0.0.1:" + port + "/ok")), told);
    }

    assertThat(told.await().failure).isNotNull();
    assertThat(told.context).isSameAs(request);
    RecordedSpan span = engine.client();
    assertThat(span.isFailed()).isTrue();
    assertThat(get(span, ErrorAttributes.TYPE)).asString().contains("Connect");
  }

  @Test
  void anErrorStatusReachesTheCallbackAndTheSpan() throws Exception {
    Told told = new Told();
    start(new Outgoing(server.uri("/status/500")), told);

    assertThat(told.await().status).isEqualTo(500);
    assertThat(get(engine.client(), ErrorAttributes.TYPE)).isEqualTo("500");
  }

  @Test
  void aCallThatItsCallerCancelsIsNoError() throws Exception {
    Told told = new Told();
    AsyncHttpClientDriver.Pending pending;
    try (TestEngine.Request parent = engine.request()) {
      pending = start(new Outgoing(server.uri("/hang")), told);
    }
    server.awaitHanging();
    pending.cancel();

    told.await();
    RecordedSpan span = engine.client();
    assertUnset(span);
    assertThat(get(span, HttpAttributes.RESPONSE_STATUS_CODE)).isNull();
  }

  @Test
  void manyUnderWayAtOnce() throws Exception {
    Told[] told = new Told[40];
    Context[] requests = new Context[told.length];
    for (int i = 0; i < told.length; i++) {
      told[i] = new Told();
      try (TestEngine.Request parent = engine.request()) {
        requests[i] = parent.span;
        start(new Outgoing(server.uri("/ok?n=" + i)), told[i]);
      }
    }

    for (int i = 0; i < told.length; i++) {
      assertThat(told[i].await().status).isEqualTo(200);
      assertThat(told[i].context).isSameAs(requests[i]);
    }
    Set<String> expected = new HashSet<>();
    for (RecordedSpan span : engine.clients(told.length)) {
      expected.add(get(span, HttpAttributes.URL_FULL) + " " + traceParent(span));
    }
    Set<String> arrived = new HashSet<>();
    for (Received each : server.received()) {
      arrived.add(server.uri(each.path()) + " " + each.only("traceparent"));
    }
    assertThat(arrived).isEqualTo(expected);
  }
}
