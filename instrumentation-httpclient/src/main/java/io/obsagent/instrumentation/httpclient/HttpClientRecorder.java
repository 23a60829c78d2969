package io.obsagent.instrumentation.httpclient;

import io.obsagent.engine.Engine;
import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.metrics.MetricNumbers;
import io.obsagent.engine.propagation.HeaderReader;
import io.obsagent.engine.semantics.ErrorAttributes;
import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.semantics.NetworkAttributes;
import io.obsagent.engine.semantics.http.HeaderCapture;
import io.obsagent.engine.semantics.http.HttpMethods;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/**
 * What a CLIENT span says about HTTP, whatever the library (semantics.md, section 2). Thread-safe.
 *
 * <p>Cost of a call: its span and its {@link HttpClientCall}; texts are kept by reference, the URL
 * is redacted on export.
 */
public final class HttpClientRecorder {
  static final InstrumentationScope SCOPE = InstrumentationScope.named("io.obsagent.httpclient");

  private static volatile HttpClientRecorder current;

  private final Configuration configuration;
  private final HttpClientSettings settings;

  private HttpClientRecorder(Configuration configuration) {
    this.configuration = configuration;
    settings = new HttpClientSettings(configuration);
  }

  private static HttpClientRecorder get() {
    HttpClientRecorder recorder = current;
    if (recorder == null || recorder.configuration != Engine.configuration()) {
      recorder = new HttpClientRecorder(Engine.configuration());
      current = recorder;
    }
    return recorder;
  }

  /**
   * Whether a call made under {@code context} is none of its own: it is part of another HTTP
   * client's call, or the agent's own traffic. Comparing with the current span, rather than
   * counting, makes a call whose end was lost harmless.
   */
  public static boolean isNested(Context context) {
    if (context instanceof Span) {
      Span span = (Span) context;
      return span.scope() == SCOPE && span.kind() == SpanKind.CLIENT;
    }
    return context == Context.OWN;
  }

  /**
   * A request is about to be sent, under the current context of the calling thread. To be followed
   * by {@link HttpClientCall#inject} and, once, by {@link #end} or {@link #cancel}.
   *
   * @param resends how often this request was sent before: by a redirect, a challenge, a retry
   * @param startNanos {@link System#nanoTime} when it began
   * @return null if there is nothing to do; for an excluded call one that only injects
   */
  public static <Q> HttpClientCall begin(
      HttpClientAdapter<Q, ?> adapter, Q request, int resends, long startNanos) {
    return begin(adapter, request, Context.current(), resends, startNanos);
  }

  /** As the other, under {@code caller} instead of the current context. */
  public static <Q> HttpClientCall begin(
      HttpClientAdapter<Q, ?> adapter, Q request, Context caller, int resends, long startNanos) {
    if (isNested(caller) || !adapter.isOn()) {
      return null;
    }
    if (caller.isSuppressed()) {
      return new HttpClientCall(caller, caller, resends);
    }
    Span span = Engine.tracer().startChild(caller, SpanKind.CLIENT, SCOPE, startNanos);
    HttpClientCall call = new HttpClientCall(span, caller, resends);
    boolean described = false;
    try {
      get().describe(adapter, request, call, span);
      described = true;
    } finally {
      if (!described) {
        // Nobody gets to know this call who could end it.
        cancel(call);
      }
    }
    return call;
  }

  private <Q> void describe(
      HttpClientAdapter<Q, ?> adapter, Q request, HttpClientCall call, Span span) {
    String method = adapter.method(request);
    call.method = settings.methods.normalize(method);
    call.serverAddress = withoutBrackets(adapter.host(request));
    int port = adapter.port(request);
    call.serverPort = port > 0 ? port : "https".equals(adapter.scheme(request)) ? 443 : 80;
    if (!span.isRecording()) {
      return;
    }
    span.name(HttpMethods.inName(call.method));
    span.set(HttpAttributes.REQUEST_METHOD, call.method);
    if (HttpMethods.OTHER.equals(call.method)) {
      span.set(HttpAttributes.REQUEST_METHOD_ORIGINAL, method);
    }
    span.set(NetworkAttributes.SERVER_ADDRESS, call.serverAddress);
    span.set(NetworkAttributes.SERVER_PORT, call.serverPort);
    Object url = adapter.url(request);
    span.set(HttpAttributes.URL_FULL, settings.redaction.deferredUrl(url));
    if (call.resends() > 0) {
      span.set(HttpAttributes.RESEND_COUNT, call.resends());
    }
    if (!settings.peers.isEmpty()) {
      span.set(
          NetworkAttributes.SERVICE_PEER_NAME,
          settings.peers.find(call.serverAddress, call.serverPort, String.valueOf(url)));
    }
    if (settings.requestHeaders.size() > 0) {
      requestHeaders(span, adapter, request);
    }
  }

  /** {@code ::1} for {@code [::1]}. */
  static String withoutBrackets(String host) {
    return host != null && host.length() > 2 && host.charAt(0) == '['
        ? host.substring(1, host.endsWith("]") ? host.length() - 1 : host.length())
        : host;
  }

  private <Q> void requestHeaders(Span span, HeaderReader<Q> reader, Q request) {
    HeaderCapture capture = settings.requestHeaders;
    for (int i = 0; i < capture.size(); i++) {
      Enumeration<String> values = reader.all(request, capture.name(i));
      if (values != null && values.hasMoreElements()) {
        List<String> list = new ArrayList<>(2);
        while (values.hasMoreElements()) {
          list.add(values.nextElement());
        }
        span.set(capture.key(i), list.toArray(new String[0]));
      }
    }
  }

  /**
   * The headers of the answer are here, or there will be none. Does nothing the second time.
   *
   * @param call null does nothing
   * @param request as at the beginning
   * @param response null if there is none
   * @param thrown null if nothing was thrown; what a library throws for a status is no exception of
   *     the call
   */
  public static <Q, R> void end(
      HttpClientCall call,
      HttpClientAdapter<Q, R> adapter,
      Q request,
      R response,
      Throwable thrown) {
    if (call == null || !call.end() || call.span() == null) {
      return;
    }
    long endNanos = System.nanoTime();
    Throwable failure = cause(thrown);
    if (isCancellation(failure)) {
      failure = null;
    }
    try {
      if (response != null) {
        call.status = adapter.status(response);
        call.protocolVersion = adapter.protocolVersion(response);
      }
      if (failure != null) {
        call.errorType = failure.getClass().getName();
      } else if (call.status >= 400) {
        call.errorType = Integer.toString(call.status);
      }
      if (call.span().isRecording()) {
        get().describeEnd(adapter, request, response, call, failure);
      }
    } finally {
      ended(call, endNanos);
    }
  }

  /** The caller gave the request up: that is no error. Does nothing after the end. */
  public static void cancel(HttpClientCall call) {
    if (call != null && call.end() && call.span() != null) {
      ended(call, System.nanoTime());
    }
  }

  /** Every call comes by here once, recorded or not, with all that is known of it. */
  private static void ended(HttpClientCall call, long endNanos) {
    try {
      get()
          .settings
          .durations
          .record(
              endNanos - call.span().startNanos(),
              call.errorType != null,
              call.method,
              call.status == HttpClientAdapter.UNKNOWN ? null : MetricNumbers.of(call.status),
              call.errorType,
              call.serverAddress,
              MetricNumbers.of(call.serverPort),
              call.protocolVersion);
    } finally {
      call.span().end(endNanos);
    }
  }

  private <Q, R> void describeEnd(
      HttpClientAdapter<Q, R> adapter,
      Q request,
      R response,
      HttpClientCall call,
      Throwable failure) {
    Span span = call.span();
    if (call.status != HttpClientAdapter.UNKNOWN) {
      span.set(HttpAttributes.RESPONSE_STATUS_CODE, call.status);
    }
    span.set(NetworkAttributes.PROTOCOL_VERSION, call.protocolVersion);
    if (response != null) {
      String peer = adapter.peerAddress(request, response);
      if (peer != null) {
        span.set(NetworkAttributes.PEER_ADDRESS, peer);
        int port = adapter.peerPort(request, response);
        if (port > 0) {
          span.set(NetworkAttributes.PEER_PORT, port);
        }
      }
      if (settings.responseHeaders.size() > 0) {
        responseHeaders(span, adapter, response);
      }
    }
    span.set(ErrorAttributes.TYPE, call.errorType);
    if (failure != null) {
      String own = message(failure);
      String message = settings.redaction.message(own);
      // The exception's own words, with its causes', unless they quote a secret.
      span.recordException(failure, message == null || message.equals(own) ? null : message);
      span.fail(call.status >= 400 ? null : message);
    } else if (call.status >= 400) {
      span.fail(null);
    }
  }

  private <R> void responseHeaders(Span span, HttpClientAdapter<?, R> adapter, R response) {
    HeaderCapture capture = settings.responseHeaders;
    for (int i = 0; i < capture.size(); i++) {
      Collection<String> values = adapter.responseHeaders(response, capture.name(i));
      if (values != null && !values.isEmpty()) {
        span.set(capture.key(i), values.toArray(new String[0]));
      }
    }
  }

  /** Without the wrappers of futures. */
  private static Throwable cause(Throwable thrown) {
    Throwable cause = thrown;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static boolean isCancellation(Throwable failure) {
    return failure instanceof CancellationException
        || failure instanceof InterruptedException
        || failure instanceof ClosedByInterruptException;
  }

  private static String message(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (Throwable broken) {
      return null;
    }
  }
}
