package io.obsagent.engine.export;

import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.metrics.prometheus.PrometheusServer;
import java.util.List;

/**
 * The page that is scraped, among those that are sent to: nothing is sent, the page reads for
 * itself. The port is opened by the metrics thread, so that premain does not touch the network.
 */
final class PrometheusExporter implements MetricExporter {
  private final PrometheusServer server;
  private boolean started;

  PrometheusExporter(PrometheusServer server) {
    this.server = server;
  }

  @Override
  public void export(List<MetricReading> readings, long nowMillis, long deadlineNanos) {}

  @Override
  public long work(long nowNanos, long deadlineNanos) {
    if (!started) {
      started = true;
      server.start();
    }
    return NOTHING;
  }

  @Override
  public boolean isIdle() {
    return true;
  }

  @Override
  public void close() {
    server.close();
  }
}
