package io.obsagent.engine.trace;

import java.util.HashMap;
import java.util.Map;

/**
 * Makes a fragment that has grown too large smaller without losing what it tells: of many spans of
 * the same name below the same parent (a query in a loop) the first, the slowest and those with an
 * error stay, each with what is below it; the first says how many others there were.
 *
 * <p>Works on a chain of ended spans that nobody else touches meanwhile. Costs some hundred
 * nanoseconds per span and builds deferred names: for fragments of thousands of spans, once per so
 * many.
 */
final class SiblingSpans {
  private static final byte UNKNOWN = 0;
  private static final byte STAYS = 1;
  private static final byte GOES = 2;

  private final RecordedSpan[] spans;
  private final int[] parents;
  private final boolean[] errorBelow;
  private final byte[] fates;
  private final Group[] groups;

  /** What is left, linked through {@link RecordedSpan#next} in the order it was in. */
  RecordedSpan first;

  RecordedSpan last;
  int staying;
  int collapsed;
  long bytes;

  private SiblingSpans(RecordedSpan chain) {
    int count = 0;
    for (RecordedSpan span = chain; span != null; span = span.next) {
      count++;
    }
    this.spans = new RecordedSpan[count];
    this.parents = new int[count];
    this.errorBelow = new boolean[count];
    this.fates = new byte[count];
    this.groups = new Group[count];
    Map<Long, Integer> indexes = new HashMap<>(count * 2);
    int index = 0;
    for (RecordedSpan span = chain; span != null; span = span.next) {
      indexes.put(span.spanId(), index);
      spans[index++] = span;
    }
    for (int i = 0; i < count; i++) {
      Integer parent = indexes.get(spans[i].parentSpanId());
      parents[i] = parent == null || parent == i ? -1 : parent;
    }
  }

  /**
   * Collapses a chain.
   *
   * @param chain not empty; nobody else reads or writes it
   * @param root stays whatever it is; may be elsewhere
   */
  static SiblingSpans collapse(RecordedSpan chain, RecordedSpan root) {
    SiblingSpans siblings = new SiblingSpans(chain);
    siblings.findErrors();
    siblings.choose(root);
    siblings.settle();
    siblings.count();
    siblings.relink();
    return siblings;
  }

  private void findErrors() {
    for (int i = 0; i < spans.length; i++) {
      if (spans[i].isFailed()) {
        for (int at = i; at >= 0 && !errorBelow[at]; at = parents[at]) {
          errorBelow[at] = true;
        }
      }
    }
  }

  private void choose(RecordedSpan root) {
    Map<Likeness, Group> known = new HashMap<>();
    for (int i = 0; i < spans.length; i++) {
      Likeness likeness = new Likeness(spans[i]);
      groups[i] = known.get(likeness);
      if (groups[i] == null) {
        groups[i] = new Group(i);
        known.put(likeness, groups[i]);
      } else {
        groups[i].add(spans, i);
      }
    }
    for (int i = 0; i < spans.length; i++) {
      boolean stays =
          i == groups[i].first || i == groups[i].slowest || errorBelow[i] || spans[i] == root;
      fates[i] = stays ? UNKNOWN : GOES;
    }
  }

  /** What is below a span that goes, goes with it. */
  private void settle() {
    for (int i = 0; i < spans.length; i++) {
      int at = i;
      while (at >= 0 && fates[at] == UNKNOWN) {
        at = parents[at];
      }
      byte fate = at >= 0 ? fates[at] : STAYS;
      for (int on = i; on >= 0 && fates[on] == UNKNOWN; on = parents[on]) {
        fates[on] = fate;
      }
    }
  }

  /** Each is counted where the sibling is that stands for it, or for what it is below of. */
  private void count() {
    for (int i = 0; i < spans.length; i++) {
      if (fates[i] == GOES) {
        int top = i;
        while (parents[top] >= 0 && fates[parents[top]] == GOES) {
          top = parents[top];
        }
        spans[groups[top].first].collapse(1 + spans[i].collapsed());
        collapsed++;
      }
    }
  }

  private void relink() {
    for (int i = 0; i < spans.length; i++) {
      if (fates[i] == GOES) {
        continue;
      }
      if (last == null) {
        first = spans[i];
      } else {
        last.next = spans[i];
      }
      last = spans[i];
      staying++;
      bytes += spans[i].estimatedBytes();
    }
    if (last != null) {
      last.next = null;
    }
  }

  /** Indexes of two spans of a group; the chain is in reverse order of ending. */
  private static final class Group {
    int first;
    int slowest;

    Group(int index) {
      this.first = index;
      this.slowest = index;
    }

    void add(RecordedSpan[] spans, int index) {
      RecordedSpan span = spans[index];
      if (span.startNanos() - spans[first].startNanos() < 0) {
        first = index;
      }
      if (nanos(span) > nanos(spans[slowest])) {
        slowest = index;
      }
    }

    private static long nanos(RecordedSpan span) {
      return span.endNanos() - span.startNanos();
    }
  }

  /** Siblings of one name, kind and instrumentation are alike. */
  private static final class Likeness {
    private final long parent;
    private final SpanKind kind;
    private final InstrumentationScope scope;
    private final String name;

    Likeness(RecordedSpan span) {
      this.parent = span.parentSpanId();
      this.kind = span.kind();
      this.scope = span.scope();
      this.name = String.valueOf(span.nameText());
    }

    @Override
    public boolean equals(Object other) {
      if (!(other instanceof Likeness)) {
        return false;
      }
      Likeness that = (Likeness) other;
      return parent == that.parent
          && kind == that.kind
          && scope == that.scope
          && name.equals(that.name);
    }

    @Override
    public int hashCode() {
      return Long.hashCode(parent) * 31 + name.hashCode();
    }
  }
}
