package io.obsagent.benchmarks.comparison;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Several measurements of one thing. */
final class Numbers {
  /** Student's t, two-sided 95 %, for 1 to 30 degrees of freedom. */
  private static final double[] T = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042
  };

  private final double[] sorted;

  Numbers(List<Double> values) {
    sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  boolean isEmpty() {
    return sorted.length == 0;
  }

  double median() {
    int n = sorted.length;
    if (n == 0) {
      return Double.NaN;
    }
    return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  }

  double least() {
    return sorted.length == 0 ? Double.NaN : sorted[0];
  }

  double greatest() {
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length - 1];
  }

  double mean() {
    return Arrays.stream(sorted).average().orElse(Double.NaN);
  }

  /** Upper end of the 95 % interval of the mean; infinite for a single measurement. */
  double upper() {
    int n = sorted.length;
    if (n < 2) {
      return Double.POSITIVE_INFINITY;
    }
    double mean = mean();
    double squares = Arrays.stream(sorted).map(x -> (x - mean) * (x - mean)).sum();
    return mean + T[Math.min(n - 2, T.length - 1)] * Math.sqrt(squares / (n - 1) / n);
  }

  /** The median, or a dash. */
  String middle(String format) {
    return isEmpty() ? "–" : String.format(Locale.ROOT, format, median());
  }

  /** The median, and the least and the greatest where there are several. */
  String spread(String format) {
    String middle = middle(format);
    if (sorted.length < 2) {
      return middle;
    }
    return middle
        + String.format(Locale.ROOT, " (" + format + " … " + format + ")", least(), greatest());
  }
}
