package io.obsagent.engine.metrics.prometheus;

/** Which of the two formats a scraper would rather have. */
final class AcceptHeader {
  private static final String OPEN_METRICS = "application/openmetrics-text";

  private AcceptHeader() {}

  /** Whether OpenMetrics 1.0 is named and nothing we have is wanted more; null says nothing. */
  static boolean prefersOpenMetrics(String accept) {
    if (accept == null) {
      return false;
    }
    double open = 0;
    double text = 0;
    for (String range : accept.split(",")) {
      String[] parts = range.trim().split(";");
      String type = parts[0].trim();
      double quality = quality(parts);
      if (type.equalsIgnoreCase(OPEN_METRICS)) {
        open = Math.max(open, isVersion1(parts) ? quality : 0);
      } else if (type.equalsIgnoreCase("text/plain")) {
        text = Math.max(text, quality);
      }
    }
    return open > 0 && open >= text;
  }

  /** Without a version any will do. */
  private static boolean isVersion1(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].trim();
      if (parameter.startsWith("version=")) {
        return parameter.equals("version=1.0.0");
      }
    }
    return true;
  }

  private static double quality(String[] parts) {
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].trim();
      if (parameter.startsWith("q=")) {
        try {
          return Double.parseDouble(parameter.substring(2));
        } catch (NumberFormatException nonsense) {
          return 0;
        }
      }
    }
    return 1;
  }
}
