package io.obsagent.engine.metrics.prometheus;

import io.obsagent.engine.metrics.Buckets;
import io.obsagent.engine.metrics.DurationHistogram;
import io.obsagent.engine.metrics.Exemplar;
import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.metrics.Point;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes one page. Not thread-safe, used once.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition
 *     formats</a>
 * @see <a
 *     href="https://github.com/prometheus/OpenMetrics/blob/main/specification/OpenMetrics.md">OpenMetrics
 *     1.0</a>
 */
final class PrometheusText {
  /** What everybody's dashboards call these; OpenTelemetry's name, then theirs, type and help. */
  static final String[][] USUAL = {
    {
      "jvm.cpu.time",
      "process_cpu_seconds",
      "counter",
      "Total user and system CPU time spent in seconds."
    },
    {"jvm.file_descriptor.count", "process_open_fds", "gauge", "Number of open file descriptors."},
    {
      "jvm.file_descriptor.limit",
      "process_max_fds",
      "gauge",
      "Maximum number of open file descriptors."
    },
    {
      "process.memory.usage",
      "process_resident_memory_bytes",
      "gauge",
      "Resident memory size in bytes."
    },
  };

  private static final double MILLIS_PER_SECOND = 1e3;

  private final boolean openMetrics;
  private final StringBuilder out = new StringBuilder(16_384);

  private PrometheusText(boolean openMetrics) {
    this.openMetrics = openMetrics;
  }

  /**
   * The whole page.
   *
   * @param openMetrics else the text format 0.0.4
   * @param resource becomes {@code target_info}
   */
  static String page(
      List<MetricReading> readings, Map<String, Object> resource, boolean openMetrics) {
    PrometheusText text = new PrometheusText(openMetrics);
    text.target(resource);
    for (MetricReading reading : readings) {
      text.family(reading);
    }
    for (String[] usual : USUAL) {
      text.usual(usual, readings);
    }
    if (openMetrics) {
      text.out.append("# EOF\n");
    }
    return text.out.toString();
  }

  private void target(Map<String, Object> resource) {
    head(
        openMetrics ? "target" : "target_info",
        openMetrics ? "info" : "gauge",
        "",
        "Target metadata");
    out.append("target_info");
    char before = '{';
    for (Map.Entry<String, String> label : labels(resource).entrySet()) {
      before = label(before, label.getKey(), label.getValue());
    }
    close(before);
    out.append(" 1\n");
  }

  /** Attributes whose names become one name share a label, as the specification says. */
  private static Map<String, String> labels(Map<String, Object> attributes) {
    Map<String, String> labels = new LinkedHashMap<>();
    for (Map.Entry<String, Object> attribute : new TreeMap<>(attributes).entrySet()) {
      String name = PrometheusName.clean(attribute.getKey());
      String value = String.valueOf(attribute.getValue());
      String there = labels.get(name);
      labels.put(name, there == null ? value : there + ';' + value);
    }
    return labels;
  }

  private void head(String name, String type, String unit, String help) {
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    if (openMetrics && !unit.isEmpty()) {
      out.append("# UNIT ").append(name).append(' ').append(unit).append('\n');
    }
    if (!help.isEmpty()) {
      out.append("# HELP ").append(name).append(' ');
      escape(help, openMetrics);
      out.append('\n');
    }
  }

  private void family(MetricReading reading) {
    Instrument instrument = reading.instrument();
    String family = PrometheusName.family(instrument);
    String unit = PrometheusName.unit(instrument);
    String help = instrument.description();
    switch (instrument.kind()) {
      case DURATION:
        head(family, "histogram", unit, help);
        for (Point point : reading.points()) {
          histogram(family, (DurationHistogram) instrument, point);
        }
        break;
      case COUNTER:
        String total = family + "_total";
        head(openMetrics ? family : total, "counter", unit, help);
        for (Point point : reading.points()) {
          sample(total, instrument, point);
        }
        break;
      default:
        head(family, "gauge", unit, help);
        for (Point point : reading.points()) {
          sample(family, instrument, point);
        }
    }
  }

  private void histogram(String family, DurationHistogram histogram, Point point) {
    Buckets buckets = histogram.buckets();
    long upTo = 0;
    for (int i = 0; i < point.bucketCount(); i++) {
      upTo += point.bucket(i);
      out.append(family).append("_bucket");
      char before = labels(histogram, point);
      out.append(before).append("le=\"");
      if (i < buckets.size()) {
        out.append(buckets.edge(i));
      } else {
        out.append("+Inf");
      }
      out.append("\"} ").append(upTo);
      exemplar(point.exemplar(i));
      out.append('\n');
    }
    out.append(family).append("_sum");
    close(labels(histogram, point));
    out.append(' ').append(point.sum()).append('\n');
    out.append(family).append("_count");
    close(labels(histogram, point));
    out.append(' ').append(point.count()).append('\n');
  }

  /** Only OpenMetrics has them. */
  private void exemplar(Exemplar exemplar) {
    if (openMetrics && exemplar != null) {
      out.append(" # {trace_id=\"").append(exemplar.traceIdHex());
      out.append("\",span_id=\"").append(exemplar.spanIdHex()).append("\"} ");
      out.append(exemplar.seconds()).append(' ').append(exemplar.atMillis() / MILLIS_PER_SECOND);
    }
  }

  private void sample(String name, Instrument instrument, Point point) {
    out.append(name);
    close(labels(instrument, point));
    value(point);
  }

  private void value(Point point) {
    out.append(' ');
    if (point.isWhole()) {
      out.append(point.wholeValue());
    } else {
      out.append(point.value());
    }
    out.append('\n');
  }

  private void usual(String[] names, List<MetricReading> readings) {
    for (MetricReading reading : readings) {
      if (reading.instrument().name().equals(names[0])) {
        boolean counter = names[2].equals("counter");
        String sample = counter ? names[1] + "_total" : names[1];
        head(counter && !openMetrics ? sample : names[1], names[2], "", names[3]);
        out.append(sample);
        value(reading.points().get(0));
      }
    }
  }

  /** What has to stand before the next label. */
  private char labels(Instrument instrument, Point point) {
    char before = '{';
    if (point.isOverflow()) {
      before = label(before, "otel.metric.overflow", "true");
    }
    for (int i = 0; i < instrument.keyCount(); i++) {
      if (point.value(i) != null) {
        before = label(before, instrument.key(i).name(), point.value(i));
      }
    }
    return before;
  }

  private char label(char before, String name, Object value) {
    out.append(before).append(PrometheusName.clean(name)).append("=\"");
    escape(String.valueOf(value), true);
    out.append('"');
    return ',';
  }

  private void close(char before) {
    if (before == ',') {
      out.append('}');
    }
  }

  private void escape(String text, boolean quotes) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        out.append("\\\\");
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c == '"' && quotes) {
        out.append("\\\"");
      } else {
        out.append(c);
      }
    }
  }
}
