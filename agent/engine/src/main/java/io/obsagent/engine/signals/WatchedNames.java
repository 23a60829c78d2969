package io.obsagent.engine.signals;

import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.prometheus.PrometheusNames;
import java.util.ArrayList;
import java.util.List;

/** By what names a person may know a metric, besides its own. */
final class WatchedNames {
  private WatchedNames() {}

  /** Prometheus', as on its page, and without the unit and {@code _total}. */
  static List<String> of(Instrument instrument) {
    List<String> names = new ArrayList<>(4);
    for (String name : PrometheusNames.of(instrument)) {
      names.add(name);
      String plain = without(name, "_total");
      names.add(plain);
      plain = without(plain, "_bytes");
      plain = without(plain, "_seconds");
      names.add(without(plain, "_ratio"));
    }
    return names;
  }

  private static String without(String name, String end) {
    return name.endsWith(end) ? name.substring(0, name.length() - end.length()) : name;
  }
}
