package io.obsagent.smoke.shop;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a service is sent, and what is to become of it: one row of the table of {@link W3cCases}.
 *
 * @param headers lines as they go over the wire
 * @param continued whether the trace goes on; if not, a new one begins
 * @param flags what the flags byte must be further on, where it matters
 * @param state the members of {@code tracestate} that must be there, in this order, and no others
 *     but our own; empty: a list that says nothing may do so
 */
record W3cCase(
    String name,
    List<String> headers,
    boolean continued,
    Optional<Integer> flags,
    Optional<List<String>> state) {

  static final String TRACE_ID = "12345678901234567890123456789012";
  static final String PARENT_ID = "1234567890123456";

  /** With any value of {@code traceparent}, leading and trailing space included. */
  static W3cCase parent(String name, String traceparent) {
    return headers(name, "traceparent:" + traceparent);
  }

  /** A valid {@code traceparent} of a caller that does not sample, and these lists. */
  static W3cCase states(String name, String... tracestates) {
    List<String> headers = new ArrayList<>();
    headers.add("traceparent: 00-" + TRACE_ID + "-" + PARENT_ID + "-00");
    for (String list : tracestates) {
      headers.add("tracestate:" + list);
    }
    return new W3cCase(name, headers, true, Optional.empty(), Optional.empty());
  }

  static W3cCase headers(String name, String... lines) {
    return new W3cCase(name, List.of(lines), false, Optional.empty(), Optional.empty());
  }

  W3cCase goesOn() {
    return new W3cCase(name, headers, true, flags, state);
  }

  W3cCase withFlags(int expected) {
    return new W3cCase(name, headers, continued, Optional.of(expected), state);
  }

  W3cCase withState(String... members) {
    return new W3cCase(name, headers, continued, flags, Optional.of(List.of(members)));
  }

  @Override
  public String toString() {
    return name;
  }
}
