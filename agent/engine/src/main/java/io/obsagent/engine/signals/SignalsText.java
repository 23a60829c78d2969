package io.obsagent.engine.signals;

import io.obsagent.engine.metrics.Latencies;
import java.util.Locale;
import java.util.Map;

/** Writes the golden signals for people. */
final class SignalsText {
  private SignalsText() {}

  static String of(SignalsReading reading) {
    StringBuilder out = new StringBuilder(512);
    int width = 24;
    for (EntrySignals entry : reading.entries()) {
      width = Math.max(width, Math.min(48, entry.name().length()));
    }
    line(
        out,
        "%-" + width + "s %8s %7s %8s %8s %8s %8s",
        String.format(Locale.ROOT, "last %.0f s", reading.seconds()),
        "calls/s",
        "errors",
        "p50",
        "p99",
        "p50 err",
        "p99 err");
    for (EntrySignals entry : reading.entries()) {
      line(
          out,
          "%-" + width + "s %8.2f %6.1f%% %8s %8s %8s %8s%s",
          entry.name(),
          entry.count() / reading.seconds(),
          100.0 * entry.failed().count() / entry.count(),
          time(entry.succeeded(), 0.5),
          time(entry.succeeded(), 0.99),
          time(entry.failed(), 0.5),
          time(entry.failed(), 0.99),
          entry.errors().isEmpty() ? "" : "  " + counts(entry.errors()));
    }
    saturation(out, reading.saturation());
    kept(out, reading.kept());
    return out.toString();
  }

  private static void kept(StringBuilder out, Map<String, Long> kept) {
    long all = 0;
    for (long count : kept.values()) {
      all += count;
    }
    for (Map.Entry<String, Long> policy : kept.entrySet()) {
      line(
          out,
          "traces %s: %d of %d (%.1f%%)",
          policy.getKey().equals(KeptTraces.NOT_KEPT) ? "not kept" : "kept by " + policy.getKey(),
          policy.getValue(),
          all,
          100.0 * policy.getValue() / Math.max(1, all));
    }
  }

  private static void saturation(StringBuilder out, Saturation saturation) {
    if (!Double.isNaN(saturation.cpu() + saturation.memory() + saturation.heap())) {
      line(
          out,
          "cpu %.0f%%, memory %.0f%%, heap %.0f%%",
          100 * saturation.cpu(),
          100 * saturation.memory(),
          100 * saturation.heap());
    }
    pools(out, "threads", saturation.executors());
    pools(out, "connections", saturation.connections());
    if (!saturation.lag().isEmpty()) {
      line(out, "consumer lag: %s", counts(saturation.lag()));
    }
  }

  private static void pools(StringBuilder out, String what, Map<String, Saturation.Pool> pools) {
    for (Map.Entry<String, Saturation.Pool> entry : pools.entrySet()) {
      Saturation.Pool pool = entry.getValue();
      line(
          out,
          "%s of %s: %s of %d busy, %d waiting",
          what,
          entry.getKey(),
          pool.busy < 0 ? "?" : String.valueOf(pool.busy),
          pool.limit > 0 ? pool.limit : pool.size,
          pool.waiting);
    }
  }

  private static String counts(Map<String, Long> counts) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      text.append(text.length() == 0 ? "" : ", ").append(count.getKey());
      text.append(' ').append(count.getValue());
    }
    return text.toString();
  }

  private static String time(Latencies latencies, double quantile) {
    double seconds = latencies.quantile(quantile);
    if (Double.isNaN(seconds)) {
      return "-";
    }
    return seconds < 1
        ? String.format(Locale.ROOT, "%.1fms", seconds * 1e3)
        : String.format(Locale.ROOT, "%.2fs", seconds);
  }

  private static void line(StringBuilder out, String format, Object... arguments) {
    out.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
