package io.obsagent.instrumentation.httpclient.jdk;

import io.obsagent.engine.LiveSwitch;
import io.obsagent.instrumentation.httpclient.HttpClientAdapter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** Requests and responses of {@code java.net.http}. */
final class JdkHttpClientAdapter extends HttpClientAdapter<HttpRequest, HttpResponse<?>> {
  private static final LiveSwitch SWITCH = LiveSwitch.of("java-http-client");

  static final JdkHttpClientAdapter INSTANCE = new JdkHttpClientAdapter();

  private JdkHttpClientAdapter() {}

  @Override
  public boolean isOn() {
    return SWITCH.isOn();
  }

  @Override
  public String method(HttpRequest request) {
    return request.method();
  }

  @Override
  public Object url(HttpRequest request) {
    return request.uri();
  }

  @Override
  public String scheme(HttpRequest request) {
    String scheme = request.uri().getScheme();
    return "https".equalsIgnoreCase(scheme) ? "https" : scheme;
  }

  @Override
  public String host(HttpRequest request) {
    return request.uri().getHost();
  }

  @Override
  public int port(HttpRequest request) {
    return request.uri().getPort();
  }

  @Override
  public String first(HttpRequest request, String name) {
    return request.headers().firstValue(name).orElse(null);
  }

  @Override
  public Enumeration<String> all(HttpRequest request, String name) {
    List<String> values = request.headers().allValues(name);
    return values.isEmpty() ? null : Collections.enumeration(values);
  }

  @Override
  public int status(HttpResponse<?> response) {
    return response.statusCode();
  }

  @Override
  public String protocolVersion(HttpResponse<?> response) {
    HttpClient.Version version = response.version();
    if (version == HttpClient.Version.HTTP_1_1) {
      return "1.1";
    }
    if (version == HttpClient.Version.HTTP_2) {
      return "2";
    }
    // A version younger than this class.
    return version == null ? null : "3";
  }

  @Override
  public Collection<String> responseHeaders(HttpResponse<?> response, String name) {
    return response.headers().allValues(name);
  }
}
