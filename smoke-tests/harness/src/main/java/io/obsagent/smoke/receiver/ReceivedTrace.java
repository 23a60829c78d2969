package io.obsagent.smoke.receiver;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The spans of one trace, by start time. */
public record ReceivedTrace(String traceId, List<ReceivedSpan> spans) {

  /** The only span without a parent in this trace: a root, or the child of a remote caller. */
  public ReceivedSpan root() {
    List<ReceivedSpan> tops = tops();
    if (tops.size() != 1) {
      throw new AssertionError("Expected one topmost span, not " + tops.size() + this);
    }
    return tops.get(0);
  }

  public List<ReceivedSpan> childrenOf(ReceivedSpan parent) {
    return spans.stream().filter(span -> span.isChildOf(parent)).toList();
  }

  public ReceivedSpan exactlyOne(SpanMatcher wanted) {
    return Traces.only(spans, wanted, toString());
  }

  /** Whether every parent is here, roots and children of remote callers apart. */
  boolean isConnected() {
    return tops().stream().allMatch(span -> span.isRoot() || span.hasRemoteParent());
  }

  private List<ReceivedSpan> tops() {
    Set<String> ids = spans.stream().map(ReceivedSpan::spanId).collect(Collectors.toSet());
    return spans.stream().filter(span -> !ids.contains(span.parentSpanId())).toList();
  }

  @Override
  public String toString() {
    return spans.stream()
        .map(ReceivedSpan::toString)
        .collect(Collectors.joining("\n  ", "; trace " + traceId + ":\n  ", ""));
  }
}
