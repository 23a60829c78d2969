package io.obsagent.agent.start;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.Options;
import io.obsagent.engine.export.ExportPipeline;
import io.obsagent.engine.export.MetricsPipeline;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.log.AgentLog;
import io.obsagent.engine.trace.Tracer;
import java.util.concurrent.TimeUnit;

/**
 * Runs when the JVM ends, by itself or on SIGTERM: what is open is cut, what is buffered or counted
 * is sent, within {@code obs.shutdown.timeout}; then {@code obs.status.file} is written.
 */
final class ShutdownHook extends Thread {
  private final Configuration configuration;
  private final Tracer tracer;
  private final ExportPipeline pipeline;
  private final MetricsPipeline metrics;
  private final StatusFile status;

  ShutdownHook(
      Configuration configuration,
      Tracer tracer,
      ExportPipeline pipeline,
      MetricsPipeline metrics,
      StatusFile status) {
    super("obs-agent-shutdown");
    this.configuration = configuration;
    this.tracer = tracer;
    this.pipeline = pipeline;
    this.metrics = metrics;
    this.status = status;
    setContextClassLoader(null);
  }

  @Override
  public void run() {
    try {
      long timeout = configuration.get(Options.SHUTDOWN_TIMEOUT);
      long began = System.nanoTime();
      tracer.cutAll();
      pipeline.shutdown(timeout);
      // One after the other: side by side they would load the same classes against each other.
      metrics.shutdown(timeout - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    } catch (Throwable fault) {
      AgentHealth.count("shutdown_faults");
      AgentLog.once("shutdown", "spans may be lost at the end of the JVM", fault);
    }
    status.write();
  }
}
