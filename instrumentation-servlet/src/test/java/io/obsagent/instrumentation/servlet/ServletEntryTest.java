package io.obsagent.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.Engine;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.semantics.ErrorAttributes;
import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.instrumentation.servlet.FakeAdapter.Component;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When spans begin, go on and end. */
class ServletEntryTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final InstrumentationScope TEST = InstrumentationScope.named("test");

  private final Component filter = new Component("/*");
  private final Component servlet = new Component("/cart");
  private final FakeRequest request = new FakeRequest();
  private final FakeResponse response = new FakeResponse();
  private TestEngine engine;
  private long faults;

  @BeforeEach
  void install() {
    engine = TestEngine.install("obs.exclude.urls", "/health*");
    faults = faults();
  }

  @AfterEach
  void leavesNothingBehind() {
    assertThat(Context.current()).isSameAs(Context.ROOT);
    assertThat(faults()).isEqualTo(faults);
  }

  private static long faults() {
    return AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS)
        + AgentHealth.get(AgentHealth.CONTEXT_LEAKS);
  }

  private void filter(FakeRequest passed, Runnable inside) {
    Object token = ServletEntry.enterFilter(FakeAdapter.INSTANCE, filter, passed, response);
    run(token, passed, inside);
  }

  private void servlet(FakeRequest passed, Runnable inside) {
    Object token = ServletEntry.enterServlet(FakeAdapter.INSTANCE, servlet, passed, response);
    run(token, passed, inside);
  }

  private void run(Object token, FakeRequest passed, Runnable inside) {
    Throwable thrown = null;
    try {
      inside.run();
    } catch (Throwable fault) {
      thrown = fault;
      throw fault;
    } finally {
      if (token != null) {
        ServletEntry.exit(FakeAdapter.INSTANCE, token, passed, response, thrown);
      }
    }
  }

  private static void nothing() {}

  private static void child() {
    Engine.tracer().startChild(SpanKind.INTERNAL, TEST, System.nanoTime()).end();
  }

  private RecordedSpan server() {
    return engine.spans().stream()
        .filter(span -> span.kind() == SpanKind.SERVER)
        .reduce(
            (one, two) -> {
              throw new AssertionError("two SERVER spans");
            })
        .orElseThrow(() -> new AssertionError("no SERVER span"));
  }

  @Test
  void filtersAndServletsOfOneRequestMakeOneSpan() {
    filter(request, () -> filter(request, () -> servlet(request, ServletEntryTest::nothing)));

    assertThat(engine.onlySpan().nameText()).isEqualTo("GET /shop/cart");
    assertThat(engine.onlySpan().attribute(HttpAttributes.ROUTE)).isEqualTo("/shop/cart");
    assertThat(engine.onlySpan().attribute(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(200L);
    assertThat(engine.onlySpan().isFailed()).isFalse();
  }

  @Test
  void wrappersAreStillTheSameRequest() {
    FakeRequest wrapper =
        FakeRequest.around(
            FakeRequest.around(request, ServletAdapter.REQUEST), ServletAdapter.REQUEST);
    filter(request, () -> servlet(wrapper, ServletEntryTest::child));

    assertThat(engine.spans()).hasSize(2);
    assertThat(engine.spans().get(0).parentSpanId()).isEqualTo(server().spanId());
  }

  @Test
  void forwardsAndIncludesBelongToTheRequestAndKeepItsRoute() {
    FakeRequest forward = FakeRequest.around(request, ServletAdapter.FORWARD);
    forward.servletPath = "/page.jsp";
    FakeRequest include = FakeRequest.around(request, ServletAdapter.INCLUDE);
    include.servletPath = "/part.jsp";
    filter(
        request,
        () -> {
          servlet(include, ServletEntryTest::nothing);
          servlet(request, () -> servlet(forward, ServletEntryTest::nothing));
        });

    assertThat(engine.onlySpan().nameText()).isEqualTo("GET /shop/cart");
  }

  @Test
  void aFilterThatAnswersGivesItsMapping() {
    filter(request, ServletEntryTest::nothing);

    assertThat(engine.onlySpan().nameText()).isEqualTo("GET /shop/*");
  }

  @Test
  void theDefaultServletGivesNoRouteThoughAFilterHasOne() {
    Component files = new Component("/");
    filter(
        request,
        () ->
            run(
                ServletEntry.enterServlet(FakeAdapter.INSTANCE, files, request, response),
                request,
                ServletEntryTest::nothing));

    assertThat(engine.onlySpan().nameText()).isEqualTo("GET");
    assertThat(engine.onlySpan().attribute(HttpAttributes.ROUTE)).isNull();
  }

  @Test
  void aControllersPatternGoesFirst() {
    servlet(
        request,
        () ->
            request.attributes.put(
                "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern",
                "/cart/{id}"));

    assertThat(engine.onlySpan().nameText()).isEqualTo("GET /shop/cart/{id}");
  }

  @Test
  void theHeadersGiveTheParent() {
    request.header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01");
    servlet(request, ServletEntryTest::nothing);

    assertThat(engine.onlySpan().traceIdHex()).isEqualTo(TRACE);
    assertThat(Long.toHexString(engine.onlySpan().parentSpanId())).isEqualTo("b7ad6b7169203331");
    assertThat(engine.onlySpan().isParentRemote()).isTrue();
  }

  @Test
  void aContextLeftOnTheThreadDoesNotCount() {
    Span leaked = Engine.tracer().startRoot(Context.ROOT, SpanKind.INTERNAL, TEST, 0);
    Context before = leaked.makeCurrent();
    servlet(request, ServletEntryTest::nothing);
    assertThat(Context.current()).isSameAs(leaked);
    leaked.restore(before);

    assertThat(engine.onlySpan().parentSpanId()).isZero();
    assertThat(engine.onlySpan().traceIdHex()).isNotEqualTo(leaked.traceIdHex());
  }

  @Test
  void aRecycledRequestObjectStartsAfresh() {
    servlet(request, ServletEntryTest::nothing);
    request.recycle();
    servlet(request, ServletEntryTest::nothing);

    assertThat(engine.spans()).hasSize(2);
    assertThat(engine.spans().get(0).traceIdHex()).isNotEqualTo(engine.spans().get(1).traceIdHex());
  }

  @Test
  void aRecycledRequestObjectStartsAfreshAfterAFailureToo() {
    response.status = 404;
    servlet(request, ServletEntryTest::nothing);
    request.recycle();
    servlet(request, ServletEntryTest::nothing);

    assertThat(engine.spans()).hasSize(2);
  }

  @Test
  void anExceptionThatLeavesAnOpenResponseIsA500() {
    IllegalStateException fault = new IllegalStateException("no stock");
    try {
      filter(
          request,
          () ->
              servlet(
                  request,
                  () -> {
                    throw fault;
                  }));
    } catch (IllegalStateException expected) {
      assertThat(expected).isSameAs(fault);
    }

    RecordedSpan span = engine.onlySpan();
    assertThat(span.attribute(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(500L);
    assertThat(span.attribute(ErrorAttributes.TYPE)).isEqualTo("java.lang.IllegalStateException");
    assertThat(span.isFailed()).isTrue();
    assertThat(span.statusDescription()).isNull();
    assertThat(span.eventCount()).isEqualTo(1);
    assertThat(span.nameText()).isEqualTo("GET /shop/cart");
  }

  @Test
  void anExceptionAfterTheResponseWasCommittedKeepsItsStatus() {
    response.committed = true;
    try {
      servlet(
          request,
          () -> {
            throw new IllegalStateException("too late");
          });
    } catch (IllegalStateException expected) {
      // Asserted below.
    }

    RecordedSpan span = engine.onlySpan();
    assertThat(span.attribute(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(200L);
    assertThat(span.isFailed()).isTrue();
    assertThat(span.statusDescription()).isEqualTo("too late");
    assertThat(span.attribute(ErrorAttributes.TYPE)).isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void onlyServerErrorsAreErrors() {
    response.status = 404;
    servlet(request, ServletEntryTest::nothing);
    assertThat(engine.onlySpan().isFailed()).isFalse();
    assertThat(engine.onlySpan().attribute(ErrorAttributes.TYPE)).isNull();

    engine.forget();
    request.recycle();
    response.status = 503;
    servlet(request, ServletEntryTest::nothing);
    assertThat(engine.onlySpan().isFailed()).isTrue();
    assertThat(engine.onlySpan().attribute(ErrorAttributes.TYPE)).isEqualTo("503");
    assertThat(engine.onlySpan().eventCount()).isZero();
  }

  @Test
  void aClientThatWentAwayIsNoFailure() {
    IOException gone = new IOException("Broken pipe");
    gone.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("sun.nio.ch.FileDispatcherImpl", "write0", null, -2),
          new StackTraceElement(
              "io.undertow.servlet.spec.ServletOutputStreamImpl", "write", null, 1)
        });
    RuntimeException thrown = new RuntimeException(gone);
    Object token = ServletEntry.enterServlet(FakeAdapter.INSTANCE, servlet, request, response);
    ServletEntry.exit(FakeAdapter.INSTANCE, token, request, response, thrown);

    assertThat(engine.onlySpan().isFailed()).isFalse();
    assertThat(engine.onlySpan().eventCount()).isZero();
    assertThat(engine.onlySpan().attribute(HttpAttributes.RESPONSE_STATUS_CODE)).isNull();

    engine.forget();
    request.recycle();
    token = ServletEntry.enterServlet(FakeAdapter.INSTANCE, servlet, request, response);
    ServletEntry.exit(
        FakeAdapter.INSTANCE, token, request, response, new IOException("Broken pipe"));
    assertThat(engine.onlySpan().isFailed()).as("a backend's broken pipe").isTrue();
  }

  @Test
  void anErrorPageBelongsToTheRequestThatFailed() {
    response.status = 500;
    servlet(request, ServletEntryTest::nothing);
    String trace = engine.onlySpan().traceIdHex();
    FakeRequest error = FakeRequest.around(request, ServletAdapter.ERROR);
    error.uri = "/shop/oops";
    error.attributes.put("error.request_uri", "/shop/cart");
    servlet(
        error,
        () -> {
          assertThat(Context.current().traceIdHex()).isEqualTo(trace);
          child();
        });

    assertThat(engine.spans()).hasSize(2);
    assertThat(server().nameText()).isEqualTo("GET /shop/cart");
  }

  @Test
  void anErrorPageAfterAnAsynchronousDispatchBelongsToTheRequestToo() {
    servlet(request, () -> request.asyncStarted = true);
    request.asyncStarted = false;
    FakeRequest dispatched = FakeRequest.around(request, ServletAdapter.ASYNC);
    dispatched.uri = "/shop/elsewhere";
    try {
      servlet(
          dispatched,
          () -> {
            throw new IllegalStateException("no stock");
          });
    } catch (IllegalStateException expected) {
      // The container makes an error page of it.
    }
    FakeRequest error = FakeRequest.around(request, ServletAdapter.ERROR);
    error.attributes.put("error.request_uri", "/shop/elsewhere");
    servlet(error, ServletEntryTest::child);
    assertThat(engine.spans()).hasSize(2);
    assertThat(engine.spans().get(1).parentSpanId()).isEqualTo(server().spanId());
  }

  @Test
  void anErrorPageOfAnotherRequestDoesNot() {
    response.status = 500;
    servlet(request, ServletEntryTest::nothing);
    engine.forget();
    request.recycle();
    request.dispatch = ServletAdapter.ERROR;
    request.attributes.put("error.request_uri", "/shop/%zz");
    response.status = 400;
    servlet(request, ServletEntryTest::nothing);

    assertThat(engine.onlySpan().attribute(HttpAttributes.URL_PATH)).isEqualTo("/shop/%zz");
    assertThat(engine.onlySpan().attribute(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(400L);
    assertThat(engine.onlySpan().attribute(HttpAttributes.ROUTE)).isNull();
    assertThat(engine.onlySpan().nameText()).isEqualTo("GET");
  }

  @Test
  void anAsynchronousRequestEndsWhenItIsComplete() {
    servlet(
        request,
        () -> {
          request.asyncStarted = true;
          ServletEntry.asyncStarted(FakeAdapter.INSTANCE, request);
        });
    assertThat(engine.spans()).isEmpty();

    response.status = 202;
    ServletEntry.completed(FakeAdapter.INSTANCE, request.listener, request, response);
    assertThat(engine.onlySpan().attribute(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(202L);
    assertThat(engine.onlySpan().nameText()).isEqualTo("GET /shop/cart");
  }

  @Test
  void anAsynchronousDispatchGoesOnWithTheSameSpan() {
    servlet(
        request,
        () -> {
          request.asyncStarted = true;
          ServletEntry.asyncStarted(FakeAdapter.INSTANCE, request);
        });
    request.asyncStarted = false;
    FakeRequest dispatched = FakeRequest.around(request, ServletAdapter.ASYNC);
    filter(dispatched, () -> servlet(dispatched, ServletEntryTest::child));
    assertThat(engine.spans()).isEmpty();
    ServletEntry.completed(FakeAdapter.INSTANCE, request.listener, request, response);

    assertThat(engine.spans()).hasSize(2);
    assertThat(engine.spans().get(0).parentSpanId()).isEqualTo(server().spanId());
  }

  @Test
  void asynchronousModeIsSeenEvenWhereItsStartWasNot() {
    servlet(request, () -> request.asyncStarted = true);
    assertThat(engine.spans()).isEmpty();
    ServletEntry.completed(FakeAdapter.INSTANCE, request.listener, request, response);
    assertThat(engine.spans()).hasSize(1);
  }

  @Test
  void aRequestCompletedBeforeAnyoneCouldListenEndsAtOnce() {
    request.tooLateToListen = true;
    servlet(request, () -> request.asyncStarted = true);
    assertThat(engine.spans()).hasSize(1);
  }

  @Test
  void anAsynchronousRequestThatIsOverSaysNothingOfItsStatus() {
    servlet(request, () -> request.asyncStarted = true);
    response.recycled = true;
    ServletEntry.completed(FakeAdapter.INSTANCE, request.listener, request, response);
    assertThat(engine.onlySpan().attribute(HttpAttributes.RESPONSE_STATUS_CODE)).isNull();
  }

  @Test
  void anExceptionEndsAnAsynchronousRequestToo() {
    try {
      servlet(
          request,
          () -> {
            request.asyncStarted = true;
            ServletEntry.asyncStarted(FakeAdapter.INSTANCE, request);
            throw new IllegalStateException("no stock");
          });
    } catch (IllegalStateException expected) {
      // Asserted below.
    }
    assertThat(engine.onlySpan().attribute(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(500L);
    ServletEntry.completed(FakeAdapter.INSTANCE, request.listener, request, response);
    assertThat(engine.spans()).hasSize(1);
  }

  @Test
  void anAsynchronousFailureIsTold() {
    servlet(request, () -> request.asyncStarted = true);
    ServletEntry.failed(request.listener, new IllegalStateException("no stock"));
    response.status = 500;
    ServletEntry.completed(FakeAdapter.INSTANCE, request.listener, request, response);
    assertThat(engine.onlySpan().attribute(ErrorAttributes.TYPE))
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(engine.onlySpan().eventCount()).isEqualTo(1);
  }

  @Test
  void aConnectionThatBrokeInAsynchronousModeIsNoFailure() {
    servlet(request, () -> request.asyncStarted = true);
    ServletEntry.failed(request.listener, new IOException("Broken pipe"));
    ServletEntry.completed(FakeAdapter.INSTANCE, request.listener, request, response);
    assertThat(engine.onlySpan().isFailed()).isFalse();
  }

  @Test
  void anAbandonedAsynchronousRequestDoesNotSwallowTheNextOne() {
    servlet(request, () -> request.asyncStarted = true);
    ServerCall abandoned = request.listener;
    request.recycle();
    servlet(request, ServletEntryTest::nothing);
    assertThat(engine.spans()).hasSize(2);
    ServletEntry.completed(FakeAdapter.INSTANCE, abandoned, request, response);
    assertThat(engine.spans()).hasSize(2);
  }

  @Test
  void aTaskOfAnAsynchronousRequestRunsInItsContext() {
    servlet(request, () -> request.asyncStarted = true);
    Runnable outside = ServletEntry.carry(ServletEntryTest::child, request);
    outside.run();
    ServletEntry.completed(FakeAdapter.INSTANCE, request.listener, request, response);

    assertThat(engine.spans()).hasSize(2);
    assertThat(engine.spans().get(0).parentSpanId()).isEqualTo(server().spanId());
    Runnable plain = ServletEntryTest::nothing;
    assertThat(ServletEntry.carry(plain, request)).isSameAs(plain);
    assertThat(ServletEntry.carry(null, request)).isNull();
  }

  @Test
  void aRequestHandedToAnotherThreadStaysOne() throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      filter(
          request,
          () -> {
            try {
              other
                  .submit(
                      () -> {
                        filter(request, () -> servlet(request, ServletEntryTest::child));
                        assertThat(Context.current()).isSameAs(Context.ROOT);
                      })
                  .get();
            } catch (Exception fault) {
              throw new AssertionError(fault);
            }
          });
    } finally {
      other.shutdownNow();
    }

    assertThat(engine.spans()).hasSize(2);
    assertThat(engine.spans().get(0).parentSpanId()).isEqualTo(server().spanId());
    assertThat(server().nameText()).isEqualTo("GET /shop/cart");
  }

  @Test
  void anExcludedRequestMakesNothingAndSuppressesWhatIsBelow() {
    request.uri = "/shop/healthy";
    request.header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01");
    filter(
        request,
        () ->
            servlet(
                request,
                () -> {
                  assertThat(Context.current().isSuppressed()).isTrue();
                  assertThat(Context.current().traceIdHex()).isEqualTo(TRACE);
                }));
    assertThat(engine.spans()).isEmpty();
  }

  @Test
  void anUnsampledRequestIsFollowedAndForgotten() {
    request.header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-00");
    servlet(
        request,
        () -> {
          assertThat(Context.current().traceIdHex()).isEqualTo(TRACE);
          assertThat(Context.current().isSampled()).isFalse();
          child();
        });
    assertThat(engine.spans()).isEmpty();
  }
}
