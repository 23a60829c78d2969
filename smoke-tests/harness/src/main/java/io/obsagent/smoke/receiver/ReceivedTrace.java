package io.obsagent.smoke.receiver;

import java.util.ArrayList;
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

  /**
   * The trace as an indented list, children by start time, two spaces per level: {@code payment
   * SERVER POST /charge}, and where a span failed {@code ERROR 500} behind it.
   */
  public List<String> outline() {
    List<String> lines = new ArrayList<>();
    tops().forEach(top -> outline(top, "", lines));
    return lines;
  }

  private void outline(ReceivedSpan span, String indent, List<String> lines) {
    String line = indent + span.serviceName() + " " + span.kind() + " " + span.name();
    if (span.status() == ReceivedSpan.Status.ERROR) {
      line += " ERROR " + span.attribute("error.type");
    }
    lines.add(line);
    childrenOf(span).forEach(child -> outline(child, indent + "  ", lines));
  }

  /** Whether every parent is here, roots and children of remote callers apart. */
  boolean isConnected() {
    return tops().stream().allMatch(span -> span.isRoot() || span.hasRemoteParent());
  }

  /** Roots, children of remote callers, and those whose parent has not arrived. */
  public List<ReceivedSpan> tops() {
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
