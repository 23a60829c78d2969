/**
 * The page a Prometheus server scrapes: {@code otel.metrics.exporter=prometheus}. Text format 0.0.4
 * and OpenMetrics 1.0, served by a few lines of our own, since {@code jdk.httpserver} may be
 * absent.
 */
package io.obsagent.engine.metrics.prometheus;
