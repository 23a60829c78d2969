package io.obsagent.engine.admin;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.EffectiveSetting;
import io.obsagent.engine.config.Options;
import io.obsagent.engine.config.Source;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.health.CollectorState;
import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.metrics.Point;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** {@code /status}: what the agent does, with which settings, and what it costs. */
final class StatusPage {
  private static final String OWN_METRICS = "obs.";
  private static final String OWN_THREADS = "obs-agent";
  private static final String DROPPED = "dropped.";

  private final AdminFacts facts;

  StatusPage(AdminFacts facts) {
    this.facts = facts;
  }

  String text() {
    Configuration settings = facts.settings.current();
    Json json = new Json().object();
    json.member("version", facts.version);
    json.member("service", facts.resource.serviceName());
    json.member("enabled", settings.get(Options.ENABLED));
    json.key("export").object();
    json.member("traces", facts.tracesExport).member("metrics", facts.metricsExport);
    counters(json, "export.");
    json.key("collectors").object();
    for (Map.Entry<String, String> each : CollectorState.snapshot().entrySet()) {
      json.member(each.getKey(), each.getValue());
    }
    json.endObject().endObject();
    json.key("dropped").object();
    counters(json, DROPPED);
    json.endObject();
    ownMetrics(json);
    json.key("cost").object();
    cost(json);
    json.endObject();
    instrumentations(json, settings);
    settings(json, settings);
    json.key("events").object();
    for (Map.Entry<String, Long> each : new TreeMap<>(AgentHealth.snapshot()).entrySet()) {
      json.member(each.getKey(), each.getValue());
    }
    return json.endObject().endObject().toString();
  }

  /** Those that begin so, without that beginning. */
  private static void counters(Json json, String beginning) {
    for (Map.Entry<String, Long> each : new TreeMap<>(AgentHealth.snapshot()).entrySet()) {
      if (each.getKey().startsWith(beginning)) {
        json.member(each.getKey().substring(beginning.length()), each.getValue());
      }
    }
  }

  /** Every gauge and counter of the agent itself: buffers, event horizon, decisions. */
  private void ownMetrics(Json json) {
    json.key("metrics").object();
    for (MetricReading reading : facts.metrics.collect()) {
      Instrument instrument = reading.instrument();
      if (instrument.name().startsWith(OWN_METRICS)
          && instrument.kind() != Instrument.Kind.DURATION) {
        for (Point point : reading.points()) {
          json.key(seriesName(instrument, point)).value(point.value());
        }
      }
    }
    json.endObject();
  }

  private static String seriesName(Instrument instrument, Point point) {
    StringBuilder name = new StringBuilder(instrument.name());
    char before = '{';
    for (int i = 0; i < instrument.keyCount(); i++) {
      Object value = point.value(i);
      if (value != null) {
        name.append(before).append(instrument.key(i).name()).append('=').append(value);
        before = ',';
      }
    }
    return before == ',' ? name.append('}').toString() : name.toString();
  }

  private void cost(Json json) {
    json.member("recentTracesBytes", facts.traces == null ? 0 : facts.traces.bytes());
    try {
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      if (!threads.isThreadCpuTimeSupported()) {
        return;
      }
      long nanos = 0;
      for (ThreadInfo each : threads.getThreadInfo(threads.getAllThreadIds())) {
        if (each != null && each.getThreadName().startsWith(OWN_THREADS)) {
          nanos += Math.max(0, threads.getThreadCpuTime(each.getThreadId()));
        }
      }
      json.key("ownThreadsCpuSeconds").value(nanos / 1e9);
    } catch (LinkageError withoutManagement) {
      // An image without java.management: nobody knows.
    }
  }

  private void instrumentations(Json json, Configuration settings) {
    json.key("instrumentations").array();
    for (InstrumentationState each : facts.instrumentations.states()) {
      json.object().member("name", each.name);
      String because = null;
      String state = each.wovenClasses > 0 ? "on" : "waiting for its library";
      if (!each.enabled) {
        state = "off";
        because = "by the settings at the start";
      } else if (!settings.get(Options.ENABLED)) {
        state = "off";
        because = Options.ENABLED.name() + "=false";
      } else if (!settings.isInstrumentationEnabled(each.name)) {
        state = "off";
        because = "switched off while running";
      } else if (!each.problems.isEmpty()) {
        state = each.wovenClasses > 0 ? "partly off" : "off";
      }
      json.member("state", state);
      if (because != null) {
        json.member("because", because);
      }
      json.member("wovenClasses", each.wovenClasses);
      if (!each.problems.isEmpty()) {
        json.key("problems").array();
        for (String problem : each.problems) {
          json.value(problem);
        }
        json.endArray();
      }
      json.endObject();
    }
    json.endArray();
  }

  private static void settings(Json json, Configuration settings) {
    json.key("settings").object();
    for (EffectiveSetting each : settings.effective()) {
      if (each.source() != Source.DEFAULT || !each.text().isEmpty()) {
        json.key(each.name()).object().member("value", each.text());
        json.member("source", each.source().toString().toLowerCase(Locale.ROOT)).endObject();
      }
    }
    json.endObject();
  }
}
