package io.obsagent.engine.admin;

import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;

/** A span and the fragment it left in. */
final class Shown {
  private static final AttributeKey POLICY = AttributeKey.string("obs.sampling.policy");
  private static final AttributeKey INCOMPLETE =
      AttributeKey.number("obs.fragment.incomplete_parts");
  private static final AttributeKey LATE = AttributeKey.bool("obs.fragment.late");

  final Fragment fragment;
  final RecordedSpan span;

  Shown(Fragment fragment, RecordedSpan span) {
    this.fragment = fragment;
    this.span = span;
  }

  /** What the exporter says of the fragment on this span, if it is the one it says it on. */
  Map<AttributeKey, Object> ofFragment() {
    Map<AttributeKey, Object> said = new LinkedHashMap<>();
    if (span == fragment.root() || (span == fragment.last() && !fragment.root().hasEnded())) {
      Verdict verdict = fragment.verdict();
      if (verdict != null) {
        said.put(POLICY, verdict.policy());
      }
      if (fragment.incompleteParts() > 0) {
        said.put(INCOMPLETE, (long) fragment.incompleteParts());
      }
      if (fragment.isLate()) {
        said.put(LATE, true);
      }
    }
    return said;
  }
}
