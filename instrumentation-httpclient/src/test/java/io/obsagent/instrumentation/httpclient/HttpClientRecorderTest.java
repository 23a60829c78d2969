package io.obsagent.instrumentation.httpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.engine.semantics.ErrorAttributes;
import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.semantics.NetworkAttributes;
import io.obsagent.engine.trace.RecordedSpan;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class HttpClientRecorderTest {
  private final TestEngine engine = TestEngine.install();
  private final FixedAdapter adapter = new FixedAdapter();

  private HttpClientCall begin(int resends) {
    return HttpClientRecorder.begin(adapter, "request", resends, System.nanoTime());
  }

  @Test
  void theDefaultPortIsThatOfTheScheme() throws Exception {
    HttpClientRecorder.end(begin(2), adapter, "request", 200, null);

    RecordedSpan span = engine.client();
    assertThat(span.attribute(NetworkAttributes.SERVER_PORT)).isEqualTo(80L);
    assertThat(span.attribute(HttpAttributes.RESEND_COUNT)).isEqualTo(2L);
  }

  @Test
  void messagesThatQuoteUrlsAreRedacted() throws Exception {
    Throwable thrown =
        new CompletionException(new IOException("no way to https://a:b@host/x?token=hush, sorry"));
    HttpClientRecorder.end(begin(0), adapter, "request", null, thrown);

    RecordedSpan span = engine.client();
    String redacted = "no way to https://REDACTED:REDACTED@host/x?token=REDACTED sorry";
    assertThat(span.statusDescription()).isEqualTo(redacted);
    assertThat(span.event(0).message()).isEqualTo(redacted);
    assertThat(span.event(0).stackTrace()).doesNotContain("hush");
    assertThat(span.attribute(ErrorAttributes.TYPE)).isEqualTo("java.io.IOException");
  }

  @Test
  void whatTheCallerGivesUpIsNoError() throws Exception {
    HttpClientRecorder.end(begin(0), adapter, "request", null, new CancellationException());
    HttpClientRecorder.end(begin(0), adapter, "request", null, new InterruptedException());
    HttpClientCall call = begin(0);
    HttpClientRecorder.cancel(call);
    HttpClientRecorder.end(call, adapter, "request", 500, null);

    for (RecordedSpan span : engine.clients(3)) {
      HttpClientContractTest.assertUnset(span);
    }
  }

  @Test
  void anEndWithoutABeginningIsNone() throws Exception {
    HttpClientRecorder.end(null, adapter, "request", 200, null);
    HttpClientRecorder.cancel(null);

    engine.clients(0);
  }

  @Test
  void aRequestThatCannotBeDescribedEndsAtOnce() throws Exception {
    FixedAdapter broken =
        new FixedAdapter() {
          @Override
          public Object url(String request) {
            throw new UnsupportedOperationException("url");
          }
        };
    assertThatThrownBy(() -> HttpClientRecorder.begin(broken, "request", 0, System.nanoTime()))
        .hasMessage("url");

    HttpClientContractTest.assertUnset(engine.client());
    assertThat(HttpClientMetricsTest.attributes()).containsEntry("server.address", "outer.example");
  }

  @Test
  void whatIsNotRecordedIsKnownAllTheSame() {
    TestEngine.install("otel.traces.sampler", "always_off");
    HttpClientCall call = begin(0);
    HttpClientRecorder.end(call, adapter, "request", 503, null);

    assertThat(call.method).isEqualTo("GET");
    assertThat(call.serverAddress).isEqualTo("outer.example");
    assertThat(call.serverPort).isEqualTo(80);
    assertThat(call.status).isEqualTo(503);
    assertThat(call.errorType).isEqualTo("503");
  }
}
