package io.obsagent.engine.signals;

import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.metrics.Point;
import java.util.Locale;

/**
 * One threshold of {@code obs.watch}: {@code metric>512MiB}, {@code metric{key=value}<=3}.
 * Immutable.
 */
final class Watch {
  private static final String[] UNITS = {
    "KiB", "MiB", "GiB", "kB", "MB", "GB", "B", "ms", "s", "%"
  };
  private static final double[] FACTORS = {
    1 << 10, 1 << 20, 1 << 30, 1e3, 1e6, 1e9, 1, 1e-3, 1, 1e-2
  };
  private static final String[] KINDS = {"By", "By", "By", "By", "By", "By", "By", "s", "s", "1"};

  /** How far back a value has to come before the crossing is over, as a share of the threshold. */
  private static final double MARGIN = 0.05;

  private final String text;
  private final String metric;
  private final String key;
  private final String value;
  private final boolean above;
  private final boolean orEqual;
  private final double threshold;

  /** What the metric is measured in; null where the threshold is a plain number. */
  private final String unit;

  private Watch(
      String text,
      String metric,
      String key,
      String value,
      boolean above,
      boolean orEqual,
      double threshold,
      String unit) {
    this.text = text;
    this.metric = metric;
    this.key = key;
    this.value = value;
    this.above = above;
    this.orEqual = orEqual;
    this.threshold = threshold;
    this.unit = unit;
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException its message says what is expected
   */
  static Watch parse(String text) {
    int brace = text.indexOf('{');
    int end = brace < 0 ? -1 : text.indexOf('}', brace);
    int at = Math.max(0, end);
    while (at < text.length() && text.charAt(at) != '>' && text.charAt(at) != '<') {
      at++;
    }
    String name = text.substring(0, brace < 0 ? at : brace).trim();
    int equals = brace < 0 ? -1 : text.indexOf('=', brace);
    boolean labelled = brace < 0 || (end > equals && equals > brace);
    if (name.isEmpty() || at == text.length() || !labelled) {
      throw new IllegalArgumentException(
          "a metric, > or <, and a number, e.g. process_resident_memory>512MiB");
    }
    boolean orEqual = at + 1 < text.length() && text.charAt(at + 1) == '=';
    String limit = text.substring(at + (orEqual ? 2 : 1)).trim();
    int unit = unit(limit);
    double number;
    try {
      number =
          Double.parseDouble(
              unit < 0 ? limit : limit.substring(0, limit.length() - UNITS[unit].length()).trim());
    } catch (NumberFormatException notANumber) {
      number = Double.NaN;
    }
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      throw new IllegalArgumentException(
          "a number, alone or with one of B, KiB, MiB, GiB, kB, MB, GB, s, ms, % behind it");
    }
    return new Watch(
        text,
        name,
        brace < 0 ? null : text.substring(brace + 1, equals).trim(),
        brace < 0 ? null : unquoted(text.substring(equals + 1, end).trim()),
        text.charAt(at) == '>',
        orEqual,
        unit < 0 ? number : number * FACTORS[unit],
        unit < 0 ? null : KINDS[unit]);
  }

  private static int unit(String limit) {
    for (int i = 0; i < UNITS.length; i++) {
      if (limit.endsWith(UNITS[i])) {
        return i;
      }
    }
    return -1;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  String metric() {
    return metric;
  }

  /**
   * OpenTelemetry's name of it or Prometheus', with or without the unit and {@code _total} at its
   * end.
   */
  boolean isOf(Instrument instrument) {
    if (metric.equals(instrument.name())) {
      return true;
    }
    for (String known : WatchedNames.of(instrument)) {
      if (metric.equals(known)) {
        return true;
      }
    }
    return false;
  }

  /** What keeps this metric from being watched; null if nothing does. */
  String objection(Instrument instrument) {
    if (instrument.kind() == Instrument.Kind.DURATION) {
      return "it is a histogram, which is not watched";
    }
    if (unit != null && !unit.equals(instrument.unit())) {
      return "it is measured in " + instrument.unit();
    }
    if (key != null && Keys.index(instrument, key) < 0) {
      return "it has no attribute " + key;
    }
    return null;
  }

  /**
   * The value that is compared: of a sum all series together, of a gauge the one that is furthest
   * on the wrong side. NaN if there is none.
   */
  double value(MetricReading reading) {
    Instrument instrument = reading.instrument();
    double result = Double.NaN;
    for (Point point : reading.points()) {
      if (key != null && !value.equals(Keys.text(instrument, point, key))) {
        continue;
      }
      double one = point.value();
      if (Double.isNaN(result)) {
        result = one;
      } else if (instrument.kind() != Instrument.Kind.GAUGE) {
        result += one;
      } else {
        result = above ? Math.max(result, one) : Math.min(result, one);
      }
    }
    return result;
  }

  boolean isCrossed(double now) {
    return (orEqual && now == threshold) || (above ? now > threshold : now < threshold);
  }

  /** Back by the margin, so that what wavers around the threshold is one crossing. */
  boolean isOver(double now) {
    double margin = Math.abs(threshold) * MARGIN;
    return !isCrossed(now) && (above ? now <= threshold - margin : now >= threshold + margin);
  }

  /** A value as a person writes it. */
  String shown(double now, String unit) {
    if (unit.equals("By")) {
      return now >= 1 << 20
          ? String.format(Locale.ROOT, "%.1fMiB", now / (1 << 20))
          : String.format(Locale.ROOT, "%.0fB", now);
    }
    if (unit.equals("1") && this.unit != null) {
      return String.format(Locale.ROOT, "%.1f%%", now * 100);
    }
    String number =
        now == Math.rint(now)
            ? String.format(Locale.ROOT, "%.0f", now)
            : String.format(Locale.ROOT, "%.3f", now);
    return unit.equals("s") ? number + "s" : number;
  }

  @Override
  public String toString() {
    return text;
  }
}
