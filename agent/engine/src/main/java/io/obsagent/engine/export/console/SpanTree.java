package io.obsagent.engine.export.console;

import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.SpanKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The spans of a fragment by parent and child, each level in the order of their starts. A span
 * whose parent is not here (in another process, not ended yet, or dropped) stands at the top.
 */
final class SpanTree {
  /** More spans than this are not read by anybody: alike siblings are folded into one row. */
  static final int MANY = 200;

  private static final Comparator<Row> BY_START =
      new Comparator<Row>() {
        @Override
        public int compare(Row a, Row b) {
          return Long.signum(a.startNanos - b.startNanos);
        }
      };

  final List<Row> roots = new ArrayList<>();
  final int spans;
  long startNanos = Long.MAX_VALUE;
  long endNanos;

  SpanTree(Fragment fragment) {
    Map<Long, Row> byId = new HashMap<>();
    List<Row> all = new ArrayList<>();
    for (RecordedSpan span = fragment.last(); span != null; span = Fragment.next(span)) {
      Row row = new Row(span);
      byId.put(span.spanId(), row);
      all.add(row);
    }
    spans = all.size();
    endNanos = all.get(0).endNanos;
    startNanos = all.get(0).startNanos;
    for (Row row : all) {
      startNanos = earlier(startNanos, row.startNanos);
      endNanos = -earlier(-endNanos, -row.endNanos);
      Row parent = row.span.isParentRemote() ? null : byId.get(row.span.parentSpanId());
      (parent == null || parent == row ? roots : parent.children).add(row);
    }
    sort(roots);
    for (Row row : all) {
      sort(row.children);
    }
    if (spans > MANY) {
      foldAlike(roots);
      for (Row row : all) {
        foldAlike(row.children);
      }
    }
  }

  /** Both are {@link System#nanoTime} readings, which may wrap. */
  private static long earlier(long a, long b) {
    return a - b < 0 ? a : b;
  }

  private static void sort(List<Row> rows) {
    if (rows.size() > 1) {
      rows.sort(BY_START);
    }
  }

  private static void foldAlike(List<Row> rows) {
    Map<String, Row> first = new HashMap<>();
    for (Iterator<Row> all = rows.iterator(); all.hasNext(); ) {
      Row row = all.next();
      if (!row.isPlain()) {
        continue;
      }
      SpanKind kind = row.span.kind();
      Row same = first.putIfAbsent(kind.ordinal() + row.name, row);
      if (same != null) {
        same.fold(row);
        all.remove();
      }
    }
  }
}
