package io.obsagent.engine.metrics.prometheus;

import io.obsagent.engine.metrics.Instrument;

/**
 * OpenTelemetry's names as Prometheus writes them.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/">The
 *     compatibility specification</a>
 */
final class PrometheusName {
  private PrometheusName() {}

  /** The name of the family: with its unit, without {@code _total}. */
  static String family(Instrument instrument) {
    String name = clean(instrument.name());
    String unit = unit(instrument);
    return unit.isEmpty() || name.endsWith('_' + unit) ? name : name + '_' + unit;
  }

  /** Prometheus' word for the unit; empty where it has none. */
  static String unit(Instrument instrument) {
    switch (instrument.unit()) {
      case "s":
        return "seconds";
      case "By":
        return "bytes";
      case "1":
        return instrument.kind() == Instrument.Kind.GAUGE ? "ratio" : "";
      default:
        return "";
    }
  }

  /** Letters, digits and underscores stay; runs of all else are one underscore. */
  static String clean(String name) {
    StringBuilder clean = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean digit = c >= '0' && c <= '9';
      if (letter || (digit && clean.length() > 0)) {
        clean.append(c);
      } else if (clean.length() == 0 || clean.charAt(clean.length() - 1) != '_') {
        clean.append('_');
        if (digit) {
          clean.append(c);
        }
      }
    }
    return clean.toString();
  }
}
