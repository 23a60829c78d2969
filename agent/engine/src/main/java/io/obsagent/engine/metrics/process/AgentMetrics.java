package io.obsagent.engine.metrics.process;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.metrics.Observation;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.InstrumentationScope;
import java.util.Map;

/**
 * The agent's own: what it sent, what it dropped and why, what went wrong inside it; from {@link
 * AgentHealth}.
 */
final class AgentMetrics {
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("io.obsagent");
  private static final AttributeKey REASON = AttributeKey.string("reason");
  private static final AttributeKey KIND = AttributeKey.string("kind");
  private static final String DROPPED = "dropped.";

  private AgentMetrics() {}

  static void register(Metrics metrics) {
    Instrument.Kind counter = Instrument.Kind.COUNTER;
    metrics.observe(
        counter,
        SCOPE,
        "obs.spans.dropped",
        "{span}",
        "Spans that were given up, by reason.",
        new Dropped(),
        REASON);
    metrics.observe(
        counter,
        SCOPE,
        "obs.spans.collapsed",
        "{span}",
        "Spans of traces grown too large that others like them stand for.",
        new Named(AgentHealth.COLLAPSED));
    metrics.observe(
        counter,
        SCOPE,
        "obs.export.sent",
        "{span}",
        "Spans a collector has accepted.",
        new Named("export.sent"));
    metrics.observe(
        counter,
        SCOPE,
        "obs.export.failed",
        "{request}",
        "Export requests that failed for a passing reason.",
        new Named("export.failed"));
    metrics.observe(
        counter,
        SCOPE,
        "obs.export.retried",
        "{request}",
        "Export requests that were made again.",
        new Named("export.retried"));
    metrics.observe(
        counter,
        SCOPE,
        "obs.agent.events",
        "{event}",
        "What the agent counts of itself, faults among it; zero is not reported.",
        new Others(),
        KIND);
    metrics.observe(
        Instrument.Kind.UP_DOWN_COUNTER,
        SCOPE,
        "obs.metrics.series",
        "{series}",
        "Series of metrics in memory.",
        new SeriesCount(metrics));
  }

  private static final class Named implements Observation.Source {
    private final String counter;

    Named(String counter) {
      this.counter = counter;
    }

    @Override
    public void observe(Observation to) {
      to.set(AgentHealth.get(counter));
    }
  }

  private static final class Dropped implements Observation.Source {
    @Override
    public void observe(Observation to) {
      for (Map.Entry<String, Long> counter : AgentHealth.snapshot().entrySet()) {
        if (counter.getKey().startsWith(DROPPED)) {
          to.set(counter.getValue(), counter.getKey().substring(DROPPED.length()));
        }
      }
    }
  }

  private static final class Others implements Observation.Source {
    @Override
    public void observe(Observation to) {
      for (Map.Entry<String, Long> counter : AgentHealth.snapshot().entrySet()) {
        String name = counter.getKey();
        if (!name.startsWith(DROPPED)
            && !name.startsWith("export.")
            && !name.startsWith("spans.")) {
          to.set(counter.getValue(), name);
        }
      }
    }
  }

  private static final class SeriesCount implements Observation.Source {
    private final Metrics metrics;

    SeriesCount(Metrics metrics) {
      this.metrics = metrics;
    }

    @Override
    public void observe(Observation to) {
      to.set(metrics.seriesCount());
    }
  }
}
