package io.obsagent.smoke.differential;

import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.receiver.ReceivedTrace;
import io.obsagent.smoke.receiver.Traces;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one agent made of the script: for each request its spans, parents before children. */
final class Recording {

  /** The step of traces that no request of the script began. */
  static final String NO_REQUEST = "no request";

  private final Map<String, List<SpanView>> steps = new LinkedHashMap<>();

  Recording(Traces traces, Names names) {
    for (ReceivedTrace trace : traces.byId().values()) {
      for (ReceivedSpan top : trace.tops()) {
        add(trace, top, null, steps.computeIfAbsent(stepOf(top), s -> new ArrayList<>()), names);
      }
    }
  }

  private static String stepOf(ReceivedSpan top) {
    Object said = top.attribute("user_agent.original");
    return top.kind() == ReceivedSpan.Kind.SERVER && said != null ? said.toString() : NO_REQUEST;
  }

  private static void add(
      ReceivedTrace trace, ReceivedSpan span, SpanView parent, List<SpanView> to, Names names) {
    SpanView view = SpanView.of(span, parent, names);
    to.add(view);
    trace.childrenOf(span).forEach(child -> add(trace, child, view, to, names));
  }

  /** In the order in which their first span arrived. */
  Map<String, List<SpanView>> steps() {
    return steps;
  }
}
