package io.obsagent.engine.config;

import java.util.Locale;

/**
 * Settings OpenTelemetry's agent knows and this one does not (yet) follow, and what is done
 * instead. They never stop anything: whoever comes from that agent learns in one line what is
 * different.
 */
final class ForeignSettings {
  /** Name, or its beginning when it ends in {@code *}; then what is done instead. */
  static final String[][] ALL = {
    {"otel.config.file", "the settings of docs/options.md are read instead"},
    {"otel.experimental.config.file", "the settings of docs/options.md are read instead"},
    {"otel.javaagent.extensions", "no extension is loaded"},
    {"otel.javaagent.experimental.extensions", "no extension is loaded"},
    {"otel.javaagent.logging", "the agent writes its few lines itself, see obs.log.file"},
    {"otel.exporter.zipkin.*", "spans go by OTLP"},
    {"otel.exporter.jaeger.*", "spans go by OTLP"},
    {"otel.entities", "otel.resource.attributes is read instead"},
    {"otel.java.enabled.resource.providers", "all of the agent's own detection stays on"},
    {"otel.java.disabled.resource.providers", "all of the agent's own detection stays on"},
    {"otel.resource.disabled.keys", "all attributes are sent"},
    {"otel.event.attribute.count.limit", "otel.attribute.count.limit holds"},
    {"otel.link.attribute.count.limit", "otel.attribute.count.limit holds"},
    {
      "otel.instrumentation.http.client.emit-experimental-telemetry",
      "no such attribute is recorded"
    },
    {
      "otel.instrumentation.http.client.experimental.*",
      "no such attribute is recorded, secrets in queries are always redacted"
    },
    {
      "otel.instrumentation.messaging.experimental.capture-headers",
      "headers of messages are not recorded"
    },
    {
      "otel.instrumentation.kafka.experimental-span-attributes",
      "no time in the queue is recorded on spans"
    },
  };

  private ForeignSettings() {}

  /**
   * What is done instead of following this setting; null when there is nothing to say: not listed,
   * or set to what we do anyway.
   */
  static String instead(String key, String value) {
    String wish = value.toLowerCase(Locale.ROOT);
    if (wish.equals("none") || wish.equals("false")) {
      return null;
    }
    for (String[] setting : ALL) {
      String name = Option.key(setting[0]);
      boolean matches =
          name.endsWith("*")
              ? key.startsWith(name.substring(0, name.length() - 1))
              : key.equals(name);
      if (matches) {
        return setting[1];
      }
    }
    return null;
  }
}
