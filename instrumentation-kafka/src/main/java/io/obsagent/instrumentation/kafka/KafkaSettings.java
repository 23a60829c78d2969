package io.obsagent.instrumentation.kafka;

import io.obsagent.engine.Engine;
import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.Options;
import io.obsagent.engine.semantics.http.Glob;
import java.util.List;

/**
 * What the configuration says about messaging, read with the first client and again when it has
 * changed. Immutable; safe for any thread.
 */
final class KafkaSettings {
  private static volatile KafkaSettings current = of(Engine.configuration());

  /** What they were made of. */
  private final Configuration configuration;

  private final Glob[] excluded;
  private final Glob[] headerless;
  private final boolean propagation;
  final boolean pollSpans;
  final boolean bodySize;
  final KafkaMetrics metrics;

  private KafkaSettings(Configuration configuration, KafkaMetrics metrics) {
    this.configuration = configuration;
    excluded = globs(configuration.get(Options.EXCLUDE_TOPICS));
    headerless = globs(configuration.get(Options.HEADERLESS_TOPICS));
    propagation = configuration.get(Options.KAFKA_PRODUCER_PROPAGATION);
    pollSpans = configuration.get(Options.MESSAGING_RECEIVE_TELEMETRY);
    bodySize = configuration.get(Options.MESSAGE_BODY_SIZE);
    this.metrics = metrics;
  }

  static KafkaSettings of(Configuration configuration) {
    return new KafkaSettings(configuration, new KafkaMetrics(Engine.metrics()));
  }

  /** Cost: two volatile reads; read anew where the configuration has changed. */
  static KafkaSettings current() {
    KafkaSettings settings = current;
    Configuration inForce = Engine.configuration();
    if (settings.configuration != inForce) {
      settings = new KafkaSettings(inForce, settings.metrics);
      current = settings;
    }
    return settings;
  }

  /** For tests, which have more than one configuration per JVM. */
  static void use(KafkaSettings settings) {
    current = settings;
  }

  boolean excludes(String topic) {
    return matches(excluded, topic);
  }

  /** Whether records sent to this topic get headers. */
  boolean propagatesTo(String topic) {
    return propagation && !matches(headerless, topic);
  }

  private static boolean matches(Glob[] globs, String topic) {
    for (Glob each : globs) {
      if (each.matches(topic)) {
        return true;
      }
    }
    return false;
  }

  private static Glob[] globs(List<String> patterns) {
    Glob[] globs = new Glob[patterns.size()];
    for (int i = 0; i < globs.length; i++) {
      globs[i] = Glob.of(patterns.get(i));
    }
    return globs;
  }
}
