package io.obsagent.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.Engine;
import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.instrumentation.servlet.FakeAdapter.Component;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** When spans begin, go on and end. */
class ServletEntryTest extends ServletEntryTestCase {
  @Test
  void filtersAndServletsOfOneRequestMakeOneSpan() {
    filter(request, () -> filter(request, () -> servlet(request, ServletEntryTestCase::nothing)));

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
    filter(request, () -> servlet(wrapper, ServletEntryTestCase::child));

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
          servlet(include, ServletEntryTestCase::nothing);
          servlet(request, () -> servlet(forward, ServletEntryTestCase::nothing));
        });

    assertThat(engine.onlySpan().nameText()).isEqualTo("GET /shop/cart");
  }

  @Test
  void aFilterThatAnswersGivesItsMapping() {
    filter(request, ServletEntryTestCase::nothing);

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
                ServletEntryTestCase::nothing));

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
    servlet(request, ServletEntryTestCase::nothing);

    assertThat(engine.onlySpan().traceIdHex()).isEqualTo(TRACE);
    assertThat(Long.toHexString(engine.onlySpan().parentSpanId())).isEqualTo("b7ad6b7169203331");
    assertThat(engine.onlySpan().isParentRemote()).isTrue();
  }

  @Test
  void aContextLeftOnTheThreadDoesNotCount() {
    Span leaked = Engine.tracer().startRoot(Context.ROOT, SpanKind.INTERNAL, TEST, 0);
    Context before = leaked.makeCurrent();
    servlet(request, ServletEntryTestCase::nothing);
    assertThat(Context.current()).isSameAs(leaked);
    leaked.restore(before);

    assertThat(engine.onlySpan().parentSpanId()).isZero();
    assertThat(engine.onlySpan().traceIdHex()).isNotEqualTo(leaked.traceIdHex());
  }

  @Test
  void aRecycledRequestObjectStartsAfresh() {
    servlet(request, ServletEntryTestCase::nothing);
    request.recycle();
    servlet(request, ServletEntryTestCase::nothing);

    assertThat(engine.spans()).hasSize(2);
    assertThat(engine.spans().get(0).traceIdHex()).isNotEqualTo(engine.spans().get(1).traceIdHex());
  }

  @Test
  void aRecycledRequestObjectStartsAfreshAfterAFailureToo() {
    response.status = 404;
    servlet(request, ServletEntryTestCase::nothing);
    request.recycle();
    servlet(request, ServletEntryTestCase::nothing);

    assertThat(engine.spans()).hasSize(2);
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
                        filter(request, () -> servlet(request, ServletEntryTestCase::child));
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
