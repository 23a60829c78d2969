package io.obsagent.smoke.differential;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Finds for each span of theirs the one of ours that stands for the same call, and tells what
 * differs. Spans are paired by service, kind and domain: first those whose statement, URL or topic
 * and whose parent agree, then with another parent, then those of one name, then whatever is left,
 * in their order.
 */
final class Comparison {

  private final String step;
  private final List<SpanView> theirs;
  private final List<SpanView> ours;
  private final Map<SpanView, SpanView> oursOf = new IdentityHashMap<>();
  private final Map<SpanView, SpanView> theirsOf = new IdentityHashMap<>();

  private Comparison(String step, List<SpanView> theirs, List<SpanView> ours) {
    this.step = step;
    this.theirs = theirs;
    this.ours = ours;
    pair(span -> exact(span) + " below " + (span.parent() == null ? "" : exact(span.parent())));
    pair(Comparison::exact);
    pair(span -> span.title() + " " + span.name());
    pair(SpanView::title);
  }

  /** Every difference, step by step. */
  static List<Difference> of(Recording theirs, Recording ours) {
    Set<String> steps = new LinkedHashSet<>(theirs.steps().keySet());
    steps.addAll(ours.steps().keySet());
    List<Difference> found = new ArrayList<>();
    for (String step : steps) {
      found.addAll(of(step, spans(theirs, step), spans(ours, step)));
    }
    return found;
  }

  static List<Difference> of(String step, List<SpanView> theirs, List<SpanView> ours) {
    return new Comparison(step, theirs, ours).differences();
  }

  private static List<SpanView> spans(Recording recording, String step) {
    return recording.steps().getOrDefault(step, List.of());
  }

  private static String exact(SpanView span) {
    return span.title() + " " + span.identity();
  }

  private void pair(Function<SpanView, String> key) {
    for (SpanView their : theirs) {
      if (oursOf.containsKey(their)) {
        continue;
      }
      for (SpanView our : ours) {
        if (!theirsOf.containsKey(our) && key.apply(our).equals(key.apply(their))) {
          oursOf.put(their, our);
          theirsOf.put(our, their);
          break;
        }
      }
    }
  }

  private List<Difference> differences() {
    List<Difference> found = new ArrayList<>();
    for (SpanView their : theirs) {
      SpanView our = oursOf.get(their);
      if (our == null) {
        found.add(new Difference(step, their.title(), "span", their.name(), Difference.ABSENT));
      } else {
        compare(their, our, found);
      }
    }
    for (SpanView our : ours) {
      if (!theirsOf.containsKey(our)) {
        found.add(new Difference(step, our.title(), "span", Difference.ABSENT, our.name()));
      }
    }
    return found;
  }

  private void compare(SpanView their, SpanView our, List<Difference> found) {
    SpanView parent = their.parent() == null ? null : oursOf.get(their.parent());
    if (parent != our.parent() || (their.parent() == null) != (our.parent() == null)) {
      found.add(new Difference(step, our.title(), "parent", parentName(their), parentName(our)));
    }
    Set<String> facts = new TreeSet<>(their.facts().keySet());
    facts.addAll(our.facts().keySet());
    for (String fact : facts) {
      if (!their.fact(fact).equals(our.fact(fact))) {
        found.add(new Difference(step, our.title(), fact, their.fact(fact), our.fact(fact)));
      }
    }
  }

  private static String parentName(SpanView span) {
    return span.parent() == null ? Difference.ABSENT : span.parent().name();
  }
}
