package io.obsagent.instrumentation.httpclient.okhttp;

import io.obsagent.engine.LiveSwitch;
import io.obsagent.instrumentation.httpclient.HttpClientAdapter;
import io.obsagent.instrumentation.httpclient.HttpVersions;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import okhttp3.Response;

/** OkHttp's types; only members that 3.0 has and 5 still has. Stateless. */
final class OkHttpAdapter extends HttpClientAdapter<OkHttpRequest, Response> {
  private static final LiveSwitch SWITCH = LiveSwitch.of("okhttp");

  static final OkHttpAdapter INSTANCE = new OkHttpAdapter();

  private OkHttpAdapter() {}

  @Override
  public boolean isOn() {
    return SWITCH.isOn();
  }

  @Override
  public String method(OkHttpRequest request) {
    return request.request.method();
  }

  @Override
  public Object url(OkHttpRequest request) {
    return request.request.url();
  }

  @Override
  public String scheme(OkHttpRequest request) {
    return request.request.url().scheme();
  }

  @Override
  public String host(OkHttpRequest request) {
    return request.request.url().host();
  }

  @Override
  public int port(OkHttpRequest request) {
    return request.request.url().port();
  }

  @Override
  public String first(OkHttpRequest request, String name) {
    return request.request.header(name);
  }

  @Override
  public Enumeration<String> all(OkHttpRequest request, String name) {
    return Collections.enumeration(request.request.headers(name));
  }

  @Override
  public int status(Response response) {
    return response.code();
  }

  @Override
  public String protocolVersion(Response response) {
    // Its own constant text: Protocol is an enum.
    return HttpVersions.of(response.protocol().toString());
  }

  @Override
  public Collection<String> responseHeaders(Response response, String name) {
    return response.headers(name);
  }

  @Override
  public String peerAddress(OkHttpRequest request, Response response) {
    InetAddress address = request.peer == null ? null : request.peer.getAddress();
    return address == null ? null : address.getHostAddress();
  }

  @Override
  public int peerPort(OkHttpRequest request, Response response) {
    return request.peer.getPort();
  }
}
