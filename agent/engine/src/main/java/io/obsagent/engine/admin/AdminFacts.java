package io.obsagent.engine.admin;

import io.obsagent.engine.config.LiveSettings;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.resource.ResourceDetector;
import io.obsagent.engine.signals.GoldenSignals;

/** What the pages are made of: set in premain, read by the admin's thread when a page is asked. */
public final class AdminFacts {
  final String version;
  final LiveSettings settings;
  final Metrics metrics;
  final GoldenSignals signals;
  final ResourceDetector resource;
  final RecentTraces traces;
  final InstrumentationState.Source instrumentations;
  final String tracesExport;
  final String metricsExport;

  /**
   * @param version of the agent
   * @param traces null where none are kept
   * @param tracesExport what is exported where
   * @param metricsExport what is exported where
   */
  public AdminFacts(
      String version,
      LiveSettings settings,
      Metrics metrics,
      GoldenSignals signals,
      ResourceDetector resource,
      RecentTraces traces,
      InstrumentationState.Source instrumentations,
      String tracesExport,
      String metricsExport) {
    this.version = version;
    this.settings = settings;
    this.metrics = metrics;
    this.signals = signals;
    this.resource = resource;
    this.traces = traces;
    this.instrumentations = instrumentations;
    this.tracesExport = tracesExport;
    this.metricsExport = metricsExport;
  }
}
