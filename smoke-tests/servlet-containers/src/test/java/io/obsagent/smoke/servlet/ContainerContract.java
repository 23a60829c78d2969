package io.obsagent.smoke.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.http.RawConnection;
import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.receiver.ReceivedSpan.Status;
import io.obsagent.smoke.servlet.ContractService.Answer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;

/** What every container owes, whatever the API. */
abstract class ContainerContract {
  static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  static final String PARENT = "b7ad6b7169203331";

  static ContractService service;

  @AfterParameterizedClassInvocation
  static void stop() {
    try {
      service.finish();
    } finally {
      service.close();
    }
  }

  static void assertFailed(ReceivedSpan span, String errorType) {
    assertThat(span.status()).isEqualTo(Status.ERROR);
    assertThat(span.attribute("error.type")).isEqualTo(errorType);
  }

  static void assertFine(ReceivedSpan span) {
    assertThat(span.status()).isEqualTo(Status.UNSET);
    assertThat(span.attribute("error.type")).isNull();
    assertThat(span.events()).isEmpty();
  }

  static Object statusOf(ReceivedSpan span) {
    return span.attribute("http.response.status_code");
  }

  @Test
  void anExceptionAfterTheFirstBytesKeepsTheStatus() throws Exception {
    String mark = service.mark();
    try (RawConnection connection = RawConnection.open(service.port())) {
      connection.send(
          ContractService.request("GET", "/throw-committed", mark, "", "Connection: close"));
      try {
        connection.receive();
      } catch (IOException brokenOff) {
        // Most containers break off; what matters is the span.
      }
    }
    ReceivedSpan span = service.span(mark);
    assertThat(span.attribute("http.response.status_code")).isEqualTo(200L);
    assertFailed(span, "java.lang.IllegalStateException");
    assertThat(span.statusDescription()).isEqualTo("too late");
  }

  @Test
  void forwardsAndIncludesBelongToTheRequest() throws Exception {
    ReceivedSpan forward = service.get("/forward").span();
    assertThat(forward.name()).isEqualTo("GET /shop/forward");
    service.work("part", forward);

    Answer include = service.get("/include");
    assertThat(include.span().name()).isEqualTo("GET /shop/include");
    assertThat(include.response().body()).isEqualTo("part included");
    service.work("part", include.span());
  }
}
