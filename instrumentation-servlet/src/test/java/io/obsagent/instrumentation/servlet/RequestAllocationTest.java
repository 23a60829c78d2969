package io.obsagent.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** What one request allocates in our part of it: span, fragment and call, but no container. */
class RequestAllocationTest {
  private static final int ROUNDS = 20_000;

  /** Bytes; some 120 of them are the weak map that stands in for the field of a woven class. */
  private static final long RECORDED = 640;

  private static final long DROPPED = 240;

  private final FakeAdapter.Component servlet = new FakeAdapter.Component("/cart");
  private final FakeAdapter.Component filter = new FakeAdapter.Component("/*");

  private long bytesPerRequest(FakeRequest request, String... settings) {
    TestEngine.install(fragment -> {}, settings);
    FakeResponse response = new FakeResponse();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    long best = Long.MAX_VALUE;
    for (int attempt = 0; attempt < 5; attempt++) {
      long before = threads.getThreadAllocatedBytes(self);
      for (int i = 0; i < ROUNDS; i++) {
        serve(request, response);
      }
      best = Math.min(best, (threads.getThreadAllocatedBytes(self) - before) / ROUNDS);
    }
    return best;
  }

  private void serve(FakeRequest request, FakeResponse response) {
    Object outer = ServletEntry.enterFilter(FakeAdapter.INSTANCE, filter, request, response);
    ServletEntry.enterServlet(FakeAdapter.INSTANCE, servlet, request, response);
    ServletEntry.exit(FakeAdapter.INSTANCE, outer, request, response, null);
  }

  private static FakeRequest request() {
    FakeRequest request = new FakeRequest();
    request.query = "q=shoe";
    return request.header("Host", "shop.example:8080").header("User-Agent", "curl/8");
  }

  @Test
  void aRecordedRequestStaysWithinItsBudget() {
    long bytes = bytesPerRequest(request());
    assertThat(bytes).isLessThanOrEqualTo(RECORDED);
  }

  @Test
  void aRequestDroppedAtTheHeadCostsNextToNothing() {
    long bytes = bytesPerRequest(request(), "otel.traces.sampler", "always_off");
    assertThat(bytes).isLessThanOrEqualTo(DROPPED);
  }
}
