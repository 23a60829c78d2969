package io.obsagent.engine.export.console;

import io.obsagent.engine.trace.RecordedSpan;
import java.util.ArrayList;
import java.util.List;

/** A span in the tree, or several siblings that are alike, told in one line. */
final class Row {
  final RecordedSpan span;
  final String name;
  final List<Row> children = new ArrayList<>();
  long startNanos;
  long endNanos;

  /** How many spans this row stands for, and how long they took together and at most. */
  int count = 1;

  long totalNanos;
  long maxNanos;

  Row(RecordedSpan span) {
    this.span = span;
    String text = span.nameText();
    this.name = text == null || text.isEmpty() ? "(no name)" : text;
    this.startNanos = span.startNanos();
    this.endNanos = span.endNanos();
    this.totalNanos = endNanos - startNanos;
    this.maxNanos = totalNanos;
  }

  /** A call without calls of its own that went well: what may be folded into a sibling. */
  boolean isPlain() {
    return children.isEmpty() && !span.isFailed() && span.eventCount() == 0;
  }

  void fold(Row other) {
    count += other.count;
    totalNanos += other.totalNanos;
    maxNanos = Math.max(maxNanos, other.maxNanos);
    startNanos = Math.min(startNanos, other.startNanos);
    endNanos = Math.max(endNanos, other.endNanos);
  }
}
