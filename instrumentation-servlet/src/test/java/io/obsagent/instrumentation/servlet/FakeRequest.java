package io.obsagent.instrumentation.servlet;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A container's request object; it may stand around another one as a wrapper does. */
final class FakeRequest {
  FakeRequest wrapped;
  int dispatch = ServletAdapter.REQUEST;
  String method = "GET";
  String uri = "/shop/cart";
  String query;
  String scheme = "http";
  String protocol = "HTTP/1.1";
  String peer = "192.0.2.9";
  int peerPort = 40_000;
  String contextPath = "/shop";
  String servletPath = "/cart";
  String pathInfo;
  boolean asyncStarted;
  boolean tooLateToListen;
  ServerCall listener;
  Map<String, Object> session;
  boolean sessionInvalid;
  String user;

  /** A method of the adapter that throws; or null. */
  String broken;

  final Map<String, Object> attributes = new HashMap<>();
  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  FakeRequest header(String name, String... values) {
    headers.computeIfAbsent(name, key -> new ArrayList<>()).addAll(Arrays.asList(values));
    return this;
  }

  List<String> headers(String name) {
    return headers.getOrDefault(name, List.of());
  }

  static FakeRequest around(FakeRequest wrapped, int dispatch) {
    FakeRequest wrapper = new FakeRequest();
    wrapper.wrapped = wrapped;
    wrapper.dispatch = dispatch;
    return wrapper;
  }

  /** As a container does between two requests. */
  void recycle() {
    dispatch = ServletAdapter.REQUEST;
    asyncStarted = false;
    listener = null;
    attributes.clear();
  }
}
