package io.obsagent.engine.export.console;

import io.obsagent.engine.trace.ExceptionEvent;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.Hex;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.SpanKind;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * Draws one fragment as a block of text: a header, one row per span with its place in time, and
 * what went wrong below the span where it did.
 *
 * <pre>
 * ┌─ shop ─ 12:03:44.512 ─ 87.4 ms ─ ERROR ─ trace 4bf92f3577b34da6a3ce929d0e0e4736 ─ 3 spans
 * │ ▶ POST /checkout          87.4 ms  ████████████████████████  500
 * │ ├─◆ SELECT cart           12.1 ms    ███                     SELECT * FROM cart WHERE id = ?
 * │ └─◆ POST                  41.0 ms          ███████████       503  http://payment:8080/charge
 * │     ✗ java.io.IOException: connection reset
 * └─
 * </pre>
 */
final class Waterfall {
  private static final int MAX_ROWS = SpanTree.MANY;
  private static final int BAR = 24;
  private static final int DURATION = 9;
  private static final int MAX_DEPTH = 24;
  private static final int NARROWEST_NAME = 24;

  private final String service;
  private final ZoneId zone;
  private final Glyphs glyphs;
  private final Ink ink;
  private final int width;
  private final int widestName;
  private final StringBuilder out = new StringBuilder(2_048);
  private SpanTree tree;
  private int nameWidth;
  private int rows;
  private int hiddenSpans;

  /**
   * @param width characters per line, 100 to 160
   */
  Waterfall(String service, ZoneId zone, Glyphs glyphs, boolean colour, int width) {
    this.service = service;
    this.zone = zone;
    this.glyphs = glyphs;
    this.ink = colour ? Ink.COLOUR : Ink.NONE;
    this.width = Math.max(100, Math.min(160, width));
    this.widestName = this.width * 4 / 10;
  }

  /** The whole block, line breaks included. */
  String draw(Fragment fragment) {
    out.setLength(0);
    rows = 0;
    hiddenSpans = 0;
    tree = new SpanTree(fragment);
    nameWidth = Math.min(widestName, widest(tree.roots, 0, NARROWEST_NAME));
    header(fragment);
    rows(tree.roots, "", 0, true);
    footer(fragment);
    return out.toString();
  }

  /** Characters of the longest name with its indentation and mark. */
  private int widest(List<Row> siblings, int depth, int soFar) {
    int widest = soFar;
    for (Row row : siblings) {
      widest = Math.max(widest, 2 * depth + 2 + name(row).length());
      if (depth < MAX_DEPTH && widest < widestName) {
        widest = widest(row.children, depth + 1, widest);
      }
    }
    return widest;
  }

  private String name(Row row) {
    String name = ConsoleText.visible(row.name);
    return row.count == 1 ? name : row.count + " " + glyphs.times + " " + name;
  }

  private void header(Fragment fragment) {
    RecordedSpan first = tree.roots.get(0).span;
    String dash = glyphs.top.substring(1);
    out.append(glyphs.top).append(' ').append(ink.bold(ConsoleText.visible(service)));
    part(dash, time(fragment.toEpochNanos(tree.startNanos)));
    part(dash, ConsoleText.duration(tree.endNanos - tree.startNanos, glyphs.micros));
    part(dash, fragment.isFailed() ? ink.red("ERROR") : ink.green("ok"));
    part(dash, "trace " + first.traceIdHex());
    part(dash, tree.spans == 1 ? "1 span" : tree.spans + " spans");
    if (fragment.isLate()) {
      part(dash, "late part");
    }
    out.append('\n');
    if (first.isParentRemote()) {
      side("called by another process, span " + Hex.of64(first.parentSpanId()));
    }
  }

  private void part(String dash, String text) {
    out.append(' ').append(dash).append(' ').append(text);
  }

  private void side(String text) {
    out.append(glyphs.side).append(ink.dim(text)).append('\n');
  }

  private String time(long epochNanos) {
    ZonedDateTime at = Instant.ofEpochMilli(epochNanos / 1_000_000).atZone(zone);
    return ConsoleText.two(at.getHour())
        + ":"
        + ConsoleText.two(at.getMinute())
        + ":"
        + ConsoleText.two(at.getSecond())
        + "."
        + ConsoleText.three(at.getNano() / 1_000_000);
  }

  private void rows(List<Row> siblings, String indent, int depth, boolean top) {
    for (int i = 0; i < siblings.size(); i++) {
      Row row = siblings.get(i);
      if (rows >= MAX_ROWS) {
        hiddenSpans += spansBelow(row);
        continue;
      }
      rows++;
      boolean last = i == siblings.size() - 1;
      String branch = top ? orphanMark(row) : last ? glyphs.lastBranch : glyphs.branch;
      String below = top ? indent : indent + (last ? "  " : glyphs.trunk);
      row(row, indent + branch, below, top);
      if (depth < MAX_DEPTH) {
        rows(row.children, below, depth + 1, false);
      } else {
        hiddenSpans += spansBelow(row) - row.count;
      }
    }
  }

  /** The parent belongs here, but has not ended or did not fit. */
  private String orphanMark(Row row) {
    RecordedSpan span = row.span;
    boolean orphan =
        span.parentSpanId() != 0 && !span.isParentRemote() && span != span.fragment().root();
    return orphan ? glyphs.cut + " " : "";
  }

  private static int spansBelow(Row row) {
    int spans = row.count;
    for (Row child : row.children) {
      spans += spansBelow(child);
    }
    return spans;
  }

  private void row(Row row, String tree, String below, boolean top) {
    RecordedSpan span = row.span;
    boolean failed = span.isFailed();
    out.append(glyphs.side).append(ink.dim(tree));
    SpanKind kind = span.kind();
    String mark = String.valueOf(glyphs.kind(kind));
    out.append(failed ? ink.red(mark) : ink.kind(kind, mark)).append(' ');
    int room = Math.max(8, nameWidth - tree.length() - 2);
    String shown = ConsoleText.cut(name(row), room, glyphs.cut);
    out.append(failed ? ink.red(shown) : shown);
    ConsoleText.pad(out, Math.max(room - shown.length(), 0));
    String duration = ConsoleText.duration(row.totalNanos, glyphs.micros);
    ConsoleText.pad(out, Math.max(1, DURATION + 1 - duration.length()));
    out.append(duration).append("  ");
    bar(row, failed);
    int used = 2 + tree.length() + 2 + room + DURATION + 1 + 2 + BAR;
    details(row, width - used - 2);
    out.append('\n');
    faults(span, below + (row.children.isEmpty() || top ? "  " : glyphs.trunk));
  }

  /** At least a sliver, so that nothing that happened is invisible. */
  private void bar(Row row, boolean failed) {
    long span = Math.max(1, tree.endNanos - tree.startNanos);
    // Half cells: the end of a short call then shows where the next one begins.
    int from = halves(row.startNanos - tree.startNanos, span);
    int to = Math.max(from + 1, halves(row.endNanos - tree.startNanos, span));
    int first = Math.min(from / 2, BAR - 1);
    int last = Math.min((to + 1) / 2, BAR);
    StringBuilder cells = new StringBuilder();
    for (int i = first; i < last; i++) {
      cells.append(i == last - 1 && (to & 1) == 1 ? glyphs.sliver : glyphs.bar);
    }
    ConsoleText.pad(out, first);
    String drawn = cells.toString();
    out.append(failed ? ink.red(drawn) : ink.kind(row.span.kind(), drawn));
    ConsoleText.pad(out, BAR - last);
  }

  private static int halves(long nanos, long span) {
    return (int) Math.min(BAR * 2L, Math.round((double) nanos / span * BAR * 2));
  }

  private void details(Row row, int room) {
    String text =
        row.count > 1
            ? "longest " + ConsoleText.duration(row.maxNanos, glyphs.micros)
            : ConsoleText.visible(SpanDetails.of(row.span));
    if (text.isEmpty() || room < 4) {
      trimEnd();
      return;
    }
    String shown = ConsoleText.cut(text, room, glyphs.cut);
    out.append("  ").append(row.span.isFailed() ? ink.red(shown) : ink.dim(shown));
  }

  private void trimEnd() {
    int end = out.length();
    while (end > 0 && out.charAt(end - 1) == ' ') {
      end--;
    }
    out.setLength(end);
  }

  private void faults(RecordedSpan span, String indent) {
    for (int i = 0; i < span.eventCount(); i++) {
      ExceptionEvent event = span.event(i);
      String message = event.message();
      fault(message == null ? event.type() : event.type() + ": " + message, indent);
    }
    String description = span.statusDescription();
    if (span.isFailed() && span.eventCount() == 0 && description != null) {
      fault(description, indent);
    }
  }

  private void fault(String text, String indent) {
    out.append(glyphs.side).append(ink.dim(indent));
    String line = ConsoleText.visible(ConsoleText.oneLine(text));
    String shown = ConsoleText.cut(line, width - indent.length() - 4, glyphs.cut);
    out.append(ink.red(glyphs.cross + " " + shown)).append('\n');
  }

  private void footer(Fragment fragment) {
    if (hiddenSpans > 0) {
      side(glyphs.cut + " " + hiddenSpans + " more spans");
    }
    int open = fragment.incompleteParts();
    if (open > 0) {
      side(
          glyphs.cut
              + " incomplete: "
              + (open == 1 ? "1 part had" : open + " parts had")
              + " not ended");
    }
    out.append(glyphs.bottom).append('\n');
  }
}
