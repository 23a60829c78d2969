package io.obsagent.engine.metrics.prometheus;

import io.obsagent.engine.http.Request;
import io.obsagent.engine.http.Response;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.resource.ResourceDetector;

/** {@code /metrics}, in the format that the scraper prefers. For any thread. */
public final class MetricsPage {
  private final Metrics metrics;
  private final ResourceDetector resource;

  /**
   * @param metrics read at each request
   * @param resource becomes {@code target_info}
   */
  public MetricsPage(Metrics metrics, ResourceDetector resource) {
    this.metrics = metrics;
    this.resource = resource;
  }

  /** The page of now. */
  public Response answer(Request request) {
    boolean open = AcceptHeader.prefersOpenMetrics(request.header("accept"));
    return new Response(
        "200 OK",
        open ? "application/openmetrics-text; version=1.0.0" : "text/plain; version=0.0.4",
        PrometheusText.page(metrics.collect(), resource.resource().attributes(), open));
  }
}
