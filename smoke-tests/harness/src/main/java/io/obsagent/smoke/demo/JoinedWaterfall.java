package io.obsagent.smoke.demo;

import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.receiver.ReceivedSpan.Status;
import io.obsagent.smoke.receiver.ReceivedTrace;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One trace of several services as a collector has it: a row per span with the service it ran in
 * and its place in time, in the manner of the agent's own console, which knows one service only.
 */
final class JoinedWaterfall {

  private static final int BAR = 32;

  private static final String DRAWN = "┌─│├└▶◆▲▼●█✗µ";
  private static final String ASCII = "+-||`>*^vo#xu";

  private final ReceivedTrace trace;
  private final long start;
  private final long end;
  private final int serviceWidth;
  private final List<Row> rows = new ArrayList<>();

  private record Row(ReceivedSpan span, String tree) {}

  JoinedWaterfall(ReceivedTrace trace) {
    this.trace = trace;
    this.start = trace.spans().stream().mapToLong(ReceivedSpan::startNanos).min().orElseThrow();
    this.end = trace.spans().stream().mapToLong(ReceivedSpan::endNanos).max().orElseThrow();
    this.serviceWidth =
        trace.spans().stream().mapToInt(span -> span.serviceName().length()).max().orElseThrow();
    for (ReceivedSpan top : trace.tops()) {
      add(top, "", "");
    }
  }

  private void add(ReceivedSpan span, String branch, String below) {
    rows.add(new Row(span, branch));
    List<ReceivedSpan> children = trace.childrenOf(span);
    for (int i = 0; i < children.size(); i++) {
      boolean last = i == children.size() - 1;
      add(children.get(i), below + (last ? "└─" : "├─"), below + (last ? "  " : "│ "));
    }
  }

  /** The block of text, a line break at its end. */
  String draw() {
    int nameWidth =
        rows.stream().mapToInt(row -> row.tree().length() + 2 + label(row.span())).max().orElse(0);
    StringBuilder out = new StringBuilder();
    long services = trace.spans().stream().map(ReceivedSpan::serviceName).distinct().count();
    out.append(
        String.format(
            "┌─ trace %s ─ %s ─ %d spans in %d services%n",
            trace.traceId(), duration(end - start), trace.spans().size(), services));
    for (Row row : rows) {
      ReceivedSpan span = row.span();
      String name = row.tree() + mark(span.kind()) + " " + span.name();
      String line =
          String.format(
              "│ %-" + serviceWidth + "s  %-" + nameWidth + "s %9s  %s  %s",
              span.serviceName(),
              name,
              duration(span.duration().toNanos()),
              bar(span),
              outcome(span));
      out.append(line.stripTrailing()).append(System.lineSeparator());
    }
    return out.append("└─").append(System.lineSeparator()).toString();
  }

  /** The same text for a terminal that may not be able to show all of it. */
  static String in(Charset charset, String text) {
    if (charset.newEncoder().canEncode(DRAWN)) {
      return text;
    }
    String plain = text;
    for (int i = 0; i < DRAWN.length(); i++) {
      plain = plain.replace(DRAWN.charAt(i), ASCII.charAt(i));
    }
    return plain;
  }

  private static int label(ReceivedSpan span) {
    return span.name().length();
  }

  /** The same marks as on the agent's console. */
  private static char mark(ReceivedSpan.Kind kind) {
    return switch (kind) {
      case SERVER -> '▶';
      case CLIENT -> '◆';
      case PRODUCER -> '▲';
      case CONSUMER -> '▼';
      default -> '●';
    };
  }

  private String bar(ReceivedSpan span) {
    double cell = Math.max(1, end - start) / (double) BAR;
    int from = Math.min(BAR - 1, (int) ((span.startNanos() - start) / cell));
    int to = Math.max(from + 1, (int) Math.round((span.endNanos() - start) / cell));
    return " ".repeat(from)
        + "█".repeat(Math.min(BAR, to) - from)
        + " ".repeat(BAR - Math.min(BAR, to));
  }

  private static String outcome(ReceivedSpan span) {
    if (span.status() == Status.ERROR) {
      return "✗ " + span.attribute("error.type");
    }
    Object status = span.attribute("http.response.status_code");
    if (status != null) {
      return status.toString();
    }
    Object offset = span.attribute("messaging.kafka.offset");
    return offset == null ? "" : "offset " + offset;
  }

  private static String duration(long nanos) {
    return nanos < 1_000_000
        ? nanos / 1_000 + " µs"
        : String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
  }
}
