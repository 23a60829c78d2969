package io.obsagent.instrumentation.httpclient.jdk;

import io.obsagent.instrumentation.httpclient.HttpClientCall;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

/** The application's request with the identity of its span among the headers. Immutable. */
final class TracedRequest extends HttpRequest {
  private final HttpRequest request;
  private final HttpHeaders headers;

  private TracedRequest(HttpRequest request, HttpHeaders headers) {
    this.request = request;
    this.headers = headers;
  }

  /** What is sent in the place of {@code request}; itself where nothing is to be added. */
  static HttpRequest of(HttpRequest request, HttpClientCall call) {
    RequestHeaders headers = new RequestHeaders(request.headers());
    call.inject(headers, RequestHeaders.ACCESS, RequestHeaders.ACCESS);
    return headers.isChanged() ? new TracedRequest(request, headers.toHeaders()) : request;
  }

  @Override
  public Optional<BodyPublisher> bodyPublisher() {
    return request.bodyPublisher();
  }

  @Override
  public String method() {
    return request.method();
  }

  @Override
  public Optional<Duration> timeout() {
    return request.timeout();
  }

  @Override
  public boolean expectContinue() {
    return request.expectContinue();
  }

  @Override
  public URI uri() {
    return request.uri();
  }

  @Override
  public Optional<HttpClient.Version> version() {
    return request.version();
  }

  @Override
  public HttpHeaders headers() {
    return headers;
  }

  @Override
  public String toString() {
    return request.toString();
  }
}
