package io.obsagent.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.semantics.ErrorAttributes;
import io.obsagent.engine.semantics.HttpAttributes;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** When asynchronous requests end. */
class AsyncRequestTest extends ServletEntryTestCase {
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
    filter(dispatched, () -> servlet(dispatched, ServletEntryTestCase::child));
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
    servlet(request, ServletEntryTestCase::nothing);
    assertThat(engine.spans()).hasSize(2);
    ServletEntry.completed(FakeAdapter.INSTANCE, abandoned, request, response);
    assertThat(engine.spans()).hasSize(2);
  }

  @Test
  void aTaskOfAnAsynchronousRequestRunsInItsContext() {
    servlet(request, () -> request.asyncStarted = true);
    Runnable outside = ServletEntry.carry(ServletEntryTestCase::child, request);
    outside.run();
    ServletEntry.completed(FakeAdapter.INSTANCE, request.listener, request, response);

    assertThat(engine.spans()).hasSize(2);
    assertThat(engine.spans().get(0).parentSpanId()).isEqualTo(server().spanId());
    Runnable plain = ServletEntryTestCase::nothing;
    assertThat(ServletEntry.carry(plain, request)).isSameAs(plain);
    assertThat(ServletEntry.carry(null, request)).isNull();
  }
}
