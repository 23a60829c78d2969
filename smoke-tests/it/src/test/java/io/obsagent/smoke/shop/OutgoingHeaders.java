package io.obsagent.smoke.shop;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The trace context of a request that left a service. */
record OutgoingHeaders(List<String> traceParents, List<String> traceStates) {

  private static final Pattern TRACE_PARENT =
      Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})");

  String traceId() {
    return part(1);
  }

  String parentId() {
    return part(2);
  }

  int flags() {
    return Integer.parseInt(part(3), 16);
  }

  /** All of it, however many headers it came in. */
  String traceState() {
    return String.join(",", traceStates);
  }

  private String part(int group) {
    if (traceParents.size() != 1) {
      throw new AssertionError("Exactly one traceparent goes out, not " + traceParents);
    }
    Matcher matcher = TRACE_PARENT.matcher(traceParents.get(0));
    if (!matcher.matches()) {
      throw new AssertionError("Not a traceparent: " + traceParents.get(0));
    }
    return matcher.group(group);
  }
}
