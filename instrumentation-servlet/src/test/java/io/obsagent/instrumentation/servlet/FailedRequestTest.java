package io.obsagent.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.semantics.ErrorAttributes;
import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.RecordedSpan;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Statuses, exceptions and error pages. */
class FailedRequestTest extends ServletEntryTestCase {
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
    servlet(request, ServletEntryTestCase::nothing);
    assertThat(engine.onlySpan().isFailed()).isFalse();
    assertThat(engine.onlySpan().attribute(ErrorAttributes.TYPE)).isNull();

    engine.forget();
    request.recycle();
    response.status = 503;
    servlet(request, ServletEntryTestCase::nothing);
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
    servlet(request, ServletEntryTestCase::nothing);
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
    servlet(error, ServletEntryTestCase::child);
    assertThat(engine.spans()).hasSize(2);
    assertThat(engine.spans().get(1).parentSpanId()).isEqualTo(server().spanId());
  }

  @Test
  void anErrorPageOfAnotherRequestDoesNot() {
    response.status = 500;
    servlet(request, ServletEntryTestCase::nothing);
    engine.forget();
    request.recycle();
    request.dispatch = ServletAdapter.ERROR;
    request.attributes.put("error.request_uri", "/shop/%zz");
    response.status = 400;
    servlet(request, ServletEntryTestCase::nothing);

    assertThat(engine.onlySpan().attribute(HttpAttributes.URL_PATH)).isEqualTo("/shop/%zz");
    assertThat(engine.onlySpan().attribute(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(400L);
    assertThat(engine.onlySpan().attribute(HttpAttributes.ROUTE)).isNull();
    assertThat(engine.onlySpan().nameText()).isEqualTo("GET");
  }
}
