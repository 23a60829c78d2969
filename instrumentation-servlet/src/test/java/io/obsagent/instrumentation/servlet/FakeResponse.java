package io.obsagent.instrumentation.servlet;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A container's response object. */
final class FakeResponse {
  int status = 200;
  boolean committed;
  boolean recycled;
  boolean refusesHeaders;
  final Map<String, List<String>> headers = new HashMap<>();
}
