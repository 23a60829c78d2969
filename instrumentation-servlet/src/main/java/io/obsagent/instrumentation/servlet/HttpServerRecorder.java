package io.obsagent.instrumentation.servlet;

import io.obsagent.engine.Engine;
import io.obsagent.engine.LiveSwitch;
import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.log.AgentLog;
import io.obsagent.engine.metrics.Buckets;
import io.obsagent.engine.metrics.Counter;
import io.obsagent.engine.metrics.DurationHistogram;
import io.obsagent.engine.metrics.MetricNumbers;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.propagation.RequestId;
import io.obsagent.engine.semantics.ErrorAttributes;
import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.semantics.NetworkAttributes;
import io.obsagent.engine.semantics.http.HeaderCapture;
import io.obsagent.engine.semantics.http.HttpMethods;
import io.obsagent.engine.semantics.http.UrlRedaction;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.List;

/**
 * What a SERVER span says about HTTP, whatever the library (semantics.md, section 1), and what is
 * counted of every request, recorded or not. Thread-safe.
 *
 * <p>Texts are the container's own strings by reference; the query is redacted on export.
 */
final class HttpServerRecorder {
  private static final InstrumentationScope SCOPE =
      InstrumentationScope.named("io.obsagent.servlet");

  /** Whether requests are looked at. */
  static final LiveSwitch SWITCH = LiveSwitch.of("servlet");

  /** Where Spring MVC leaves the pattern of the controller it chose. */
  private static final String SPRING_PATTERN =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

  /** Spring's own type of a pattern, whose text is the pattern. */
  private static final String PATH_PATTERN = "org.springframework.web.util.pattern.PathPattern";

  private static volatile HttpServerRecorder current;

  private final Configuration configuration;
  private final HttpServerSettings settings;
  private final RequestOrigin origin = new RequestOrigin();
  private final DurationHistogram durations;
  private final Counter active;

  /** Null where nobody asked for them. */
  private final RequestEvents events;

  private HttpServerRecorder(Configuration configuration) {
    this.configuration = configuration;
    settings = new HttpServerSettings(configuration);
    Metrics metrics = Engine.metrics();
    durations =
        metrics.histogram(
            SCOPE,
            "http.server.request.duration",
            "Duration of HTTP server requests.",
            Buckets.HTTP,
            HttpAttributes.REQUEST_METHOD,
            HttpAttributes.RESPONSE_STATUS_CODE,
            HttpAttributes.ROUTE,
            ErrorAttributes.TYPE,
            HttpAttributes.URL_SCHEME,
            NetworkAttributes.PROTOCOL_VERSION);
    active =
        metrics.upDownCounter(
            SCOPE,
            "http.server.active_requests",
            "{request}",
            "Number of active HTTP server requests.",
            HttpAttributes.REQUEST_METHOD,
            HttpAttributes.URL_SCHEME);
    events = RequestEvents.configured();
    sayRefused("request", settings.requestHeaders);
    sayRefused("response", settings.responseHeaders);
  }

  private static void sayRefused(String which, HeaderCapture capture) {
    if (!capture.refused().isEmpty()) {
      String name = "otel.instrumentation.http.server.capture-" + which + "-headers";
      AgentLog.once(
          name,
          name
              + ": headers that carry secrets are not captured: "
              + capture.refused()
              + " (a leading ! forces it)");
    }
  }

  /** The recorder for the engine in force. */
  static HttpServerRecorder get() {
    HttpServerRecorder recorder = current;
    if (recorder == null || recorder.configuration != Engine.configuration()) {
      recorder = new HttpServerRecorder(Engine.configuration());
      current = recorder;
    }
    return recorder;
  }

  /**
   * Opens the span of a request: below what its headers say, never below what the thread carries.
   *
   * @param request the container's own
   */
  <Q> ServerCall open(ServletAdapter<Q, ?> adapter, Q request) {
    return open(adapter, request, System.nanoTime());
  }

  /**
   * @param startNanos {@link System#nanoTime} of the begin
   */
  <Q> ServerCall open(ServletAdapter<Q, ?> adapter, Q request, long startNanos) {
    Context incoming = Engine.propagator().extract(request, adapter);
    String path = UrlRedaction.path(adapter.requestUri(request));
    String method = adapter.method(request);
    String known = settings.methods.normalize(method);
    if (settings.excludesAny()
        && path != null
        && settings.excludes(path, adapter.contextPath(request))) {
      return new ServerCall(Context.suppressed(incoming), known, path, null, null);
    }
    if (settings.generatesRequestId && incoming.requestId() == null) {
      incoming = incoming.withRequestId(RequestId.generate());
    }
    Span span = Engine.tracer().startRoot(incoming, SpanKind.SERVER, SCOPE, startNanos);
    ServerCall call = null;
    try {
      call = describe(adapter, request, span, known, method, path);
    } finally {
      if (call == null) {
        // Nobody gets to know this request who could end it.
        span.end(System.nanoTime());
      }
    }
    active.add(1, known, call.scheme());
    return call;
  }

  private <Q> ServerCall describe(
      ServletAdapter<Q, ?> adapter,
      Q request,
      Span span,
      String known,
      String method,
      String path) {
    String scheme = origin.scheme(adapter, request);
    String version = protocolVersion(adapter.protocol(request));
    if (span.isRecording()) {
      span.name(HttpMethods.inName(known));
      span.set(HttpAttributes.REQUEST_METHOD, known);
      if (HttpMethods.OTHER.equals(known)) {
        span.set(HttpAttributes.REQUEST_METHOD_ORIGINAL, method);
      }
      span.set(HttpAttributes.URL_PATH, path);
      span.set(
          HttpAttributes.URL_QUERY, settings.redaction.deferredQuery(adapter.queryString(request)));
      origin.describe(span, adapter, request, scheme);
      span.set(NetworkAttributes.PROTOCOL_VERSION, version);
      span.set(HttpAttributes.USER_AGENT, adapter.first(request, "User-Agent"));
      if (span.requestId() != null) {
        span.set(settings.requestIdKey, new String[] {span.requestId()});
      }
      settings.business.fromRequest(span, adapter, request);
      if (settings.requestHeaders.size() > 0) {
        requestHeaders(span, adapter, request);
      }
    }
    ServerCall call = new ServerCall(span, known, path, scheme, version);
    if (events != null) {
      call.client(origin.client(adapter, request));
    }
    return call;
  }

  private <Q> void requestHeaders(Span span, ServletAdapter<Q, ?> adapter, Q request) {
    HeaderCapture capture = settings.requestHeaders;
    for (int i = 0; i < capture.size(); i++) {
      Enumeration<String> values = adapter.all(request, capture.name(i));
      if (values != null && values.hasMoreElements()) {
        List<String> list = new ArrayList<>(2);
        while (values.hasMoreElements()) {
          list.add(values.nextElement());
        }
        span.set(capture.key(i), list.toArray(new String[0]));
      }
    }
  }

  private <R> void responseHeaders(Span span, ServletAdapter<?, R> adapter, R response) {
    HeaderCapture capture = settings.responseHeaders;
    for (int i = 0; i < capture.size(); i++) {
      Collection<String> values = adapter.responseHeaders(response, capture.name(i));
      if (values != null && !values.isEmpty()) {
        span.set(capture.key(i), values.toArray(new String[0]));
      }
    }
  }

  /** {@code 1.1} for {@code HTTP/1.1}, {@code 2} for {@code HTTP/2.0}; null for what it is not. */
  static String protocolVersion(String protocol) {
    if (protocol == null || !protocol.startsWith("HTTP/")) {
      return null;
    }
    switch (protocol) {
      case "HTTP/1.1":
        return "1.1";
      case "HTTP/1.0":
        return "1.0";
      case "HTTP/2.0":
      case "HTTP/2":
        return "2";
      case "HTTP/3.0":
      case "HTTP/3":
        return "3";
      case "HTTP/0.9":
        return "0.9";
      default:
        return null;
    }
  }

  /** Writes on the response what is to be known of the request, if anything is. */
  <R> void answerWithIds(ServletAdapter<?, R> adapter, ServerCall call, R response) {
    if (settings.answers != null && call.span() != null) {
      settings.answers.write(call.context(), adapter, adapter.baseResponse(response));
    }
  }

  /** What the session says, now that the application has had the request. */
  <Q> void session(ServletAdapter<Q, ?> adapter, ServerCall call, Q request) {
    if (settings.business.asksSession() && call.span().isRecording()) {
      settings.business.fromSession(call.span(), adapter, request);
    }
  }

  /** A controller's own pattern goes before that of the servlet; the first controller's does. */
  <Q> void controller(ServletAdapter<Q, ?> adapter, ServerCall call, Q request) {
    ServletMapping mapping = call.controllers();
    if (mapping != null) {
      String pattern = patternText(adapter.attribute(request, SPRING_PATTERN));
      if (pattern != null) {
        call.route(mapping.controller(pattern));
        call.controllersDecided();
      } else if (call.resource() != null) {
        call.route(mapping.resource(call.resource()));
        call.controllersDecided();
      }
    }
  }

  private static String patternText(Object pattern) {
    if (pattern instanceof String) {
      return (String) pattern;
    }
    boolean known = pattern != null && PATH_PATTERN.equals(pattern.getClass().getName());
    return known ? pattern.toString() : null;
  }

  /**
   * Ends the span of a request, once.
   *
   * @param response the container's own
   * @param status what it says now
   * @param unfinished an exception left the request and the container has yet to answer it
   */
  <R> void close(
      ServletAdapter<?, R> adapter, ServerCall call, R response, int status, boolean unfinished) {
    Span span = call.span();
    if (span == null) {
      return;
    }
    long endNanos = System.nanoTime();
    int answer = ServletAdapter.UNKNOWN_STATUS;
    try {
      answer = answer(adapter, call, response, status, unfinished);
      if (span.isRecording()) {
        describeEnd(span, call, answer);
        if (settings.responseHeaders.size() > 0) {
          responseHeaders(span, adapter, response);
        }
      }
    } finally {
      ended(call, answer, endNanos);
    }
  }

  /** Nobody told that the request was complete: it ends where that is noticed. */
  void abandon(ServerCall call) {
    if (call.span() != null) {
      ended(call, ServletAdapter.UNKNOWN_STATUS, System.nanoTime());
    }
  }

  private void ended(ServerCall call, int answer, long endNanos) {
    Span span = call.span();
    try {
      Route route = call.route();
      String error = errorType(call, answer);
      active.add(-1, call.method(), call.scheme());
      durations.record(
          span,
          endNanos - span.startNanos(),
          error != null,
          call.method(),
          answer == ServletAdapter.UNKNOWN_STATUS ? null : MetricNumbers.of(answer),
          route == null ? null : route.text(),
          error,
          call.scheme(),
          call.version());
      if (events != null) {
        events.tell(call, answer, error, endNanos - span.startNanos());
      }
    } finally {
      span.end(endNanos);
    }
  }

  /** Ends the span of a request that reached no servlet, and counts it. */
  void reject(ServerCall call, int status) {
    Span span = call.span();
    long endNanos = System.nanoTime();
    try {
      if (span.isRecording()) {
        describeEnd(span, call, status);
      }
    } finally {
      ended(call, status, endNanos);
    }
  }

  private static <R> int answer(
      ServletAdapter<?, R> adapter, ServerCall call, R response, int status, boolean unfinished) {
    if (!unfinished || adapter.isCommitted(response)) {
      return status;
    }
    // The container's answer to an exception; to a client that is gone it answers nothing.
    return isAborted(call) ? ServletAdapter.UNKNOWN_STATUS : 500;
  }

  /** What a container meets by itself in an asynchronous request is trouble with the connection. */
  private static boolean isAborted(ServerCall call) {
    Throwable thrown = call.thrown();
    return thrown != null
        && (ClientAbort.is(thrown)
            || (call.isThrownByContainer() && thrown instanceof IOException));
  }

  private static void describeEnd(Span span, ServerCall call, int status) {
    if (status != ServletAdapter.UNKNOWN_STATUS) {
      span.set(HttpAttributes.RESPONSE_STATUS_CODE, status);
    }
    Route route = call.route();
    if (route != null) {
      span.set(HttpAttributes.ROUTE, route.text());
      span.name(route.spanName(HttpMethods.inName(call.method())));
    }
    String error = errorType(call, status);
    if (error != null) {
      Throwable thrown = call.thrown();
      boolean failed = thrown != null && !isAborted(call);
      if (failed) {
        span.recordException(thrown, null);
      }
      span.set(ErrorAttributes.TYPE, error);
      span.fail(failed && status < 500 ? message(thrown) : null);
    }
  }

  /** {@code error.type}; null if the request succeeded. Allocates nothing. */
  private static String errorType(ServerCall call, int status) {
    Throwable thrown = call.thrown();
    if (thrown != null && !isAborted(call)) {
      return thrown.getClass().getName();
    }
    return status >= 500 ? ServerErrors.text(status) : null;
  }

  private static String message(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (Throwable broken) {
      return null;
    }
  }
}
