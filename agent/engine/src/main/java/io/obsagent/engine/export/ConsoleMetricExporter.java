package io.obsagent.engine.export;

import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.metrics.Point;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Writes metrics for a person to read: one line per series, all lines of an export at once. */
final class ConsoleMetricExporter implements MetricExporter {
  private final OutputStream stream;

  ConsoleMetricExporter(OutputStream stream) {
    this.stream = stream;
  }

  /**
   * @param stream {@code stdout} or {@code stderr}; the process's own, whatever the application has
   *     put in their place
   */
  static ConsoleMetricExporter on(String stream) {
    return new ConsoleMetricExporter(
        new FileOutputStream("stdout".equals(stream) ? FileDescriptor.out : FileDescriptor.err));
  }

  @Override
  public void export(List<MetricReading> readings, long nowMillis, long deadlineNanos) {
    StringBuilder text = new StringBuilder(1_024);
    for (MetricReading reading : readings) {
      for (Point point : reading.points()) {
        line(text, reading.instrument(), point);
      }
    }
    try {
      stream.write(text.toString().getBytes(StandardCharsets.UTF_8));
      stream.flush();
    } catch (IOException closed) {
      // There is nobody to tell.
    }
  }

  private static void line(StringBuilder text, Instrument instrument, Point point) {
    text.append("[metric] ").append(instrument.name());
    if (point.isOverflow()) {
      text.append(" otel.metric.overflow=true");
    }
    for (int i = 0; i < instrument.keyCount(); i++) {
      if (point.value(i) != null) {
        text.append(' ').append(instrument.key(i).name()).append('=').append(point.value(i));
      }
    }
    if (instrument.kind() == Instrument.Kind.DURATION) {
      text.append("  count=").append(point.count()).append(" errors=").append(point.errors());
      double mean = point.count() == 0 ? 0 : point.sum() / point.count();
      text.append(String.format(Locale.ROOT, " sum=%.6fs mean=%.6fs", point.sum(), mean));
    } else {
      text.append("  ");
      if (point.isWhole()) {
        text.append(point.wholeValue());
      } else {
        text.append(point.value());
      }
      text.append(' ').append(instrument.unit());
    }
    text.append('\n');
  }

  @Override
  public long work(long nowNanos, long deadlineNanos) {
    return NOTHING;
  }

  @Override
  public boolean isIdle() {
    return true;
  }

  @Override
  public void close() {}
}
