package io.obsagent.engine.metrics.prometheus;

import io.obsagent.engine.metrics.Instrument;
import java.util.ArrayList;
import java.util.List;

/** What an instrument is called on the page, for whoever has to find one by such a name. */
public final class PrometheusNames {
  private PrometheusNames() {}

  /** One name, or two where Prometheus has a usual one as well. */
  public static List<String> of(Instrument instrument) {
    List<String> names = new ArrayList<>(2);
    String family = PrometheusName.family(instrument);
    names.add(instrument.kind() == Instrument.Kind.COUNTER ? family + "_total" : family);
    for (String[] usual : PrometheusText.USUAL) {
      if (usual[0].equals(instrument.name())) {
        names.add(usual[2].equals("counter") ? usual[1] + "_total" : usual[1]);
      }
    }
    return names;
  }
}
