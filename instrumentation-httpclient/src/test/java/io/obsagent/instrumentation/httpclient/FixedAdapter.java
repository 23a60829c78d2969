package io.obsagent.instrumentation.httpclient;

import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;

/** A request to {@code http://outer.example/}, whose response is its status. */
class FixedAdapter extends HttpClientAdapter<String, Integer> {
  @Override
  public boolean isOn() {
    return true;
  }

  @Override
  public String method(String request) {
    return "GET";
  }

  @Override
  public Object url(String request) {
    return "http://outer.example/";
  }

  @Override
  public String scheme(String request) {
    return "http";
  }

  @Override
  public String host(String request) {
    return "outer.example";
  }

  @Override
  public int port(String request) {
    return UNKNOWN;
  }

  @Override
  public int status(Integer response) {
    return response;
  }

  @Override
  public String protocolVersion(Integer response) {
    return null;
  }

  @Override
  public Collection<String> responseHeaders(Integer response, String name) {
    return Collections.emptyList();
  }

  @Override
  public String first(String request, String name) {
    return null;
  }

  @Override
  public Enumeration<String> all(String request, String name) {
    return null;
  }
}
