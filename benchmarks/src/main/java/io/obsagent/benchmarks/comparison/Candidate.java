package io.obsagent.benchmarks.comparison;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One way to run the service: without an agent, or under one with these settings.
 *
 * @param name as given on the command line; also its {@code service.name}
 * @param title for tables
 * @param jar of the agent
 * @param options of the java launcher, besides {@code -javaagent}
 * @param threads what the agent's own threads are called; Linux keeps 15 characters
 * @param keeps the share of traces that it exports
 */
record Candidate(
    String name,
    String title,
    Optional<Path> jar,
    List<String> options,
    Pattern threads,
    double keeps) {
  static final String NONE = "none";
  static final String OURS = "ours";
  static final String OTEL = "otel";

  private static final Pattern OUR_THREADS = Pattern.compile("obs-agent.*");
  private static final Pattern OTEL_THREADS =
      Pattern.compile("BatchSpan.*|BatchLog.*|PeriodicMetric.*|OkHttp.*|otel.*|opentelemetry.*");

  /** Where to find the agents, and where they are to send. */
  record Places(Path ours, Path others, String sink) {}

  static Candidate named(String name, Places places) {
    Path otel = places.others().resolve("opentelemetry-javaagent.jar");
    return switch (name) {
      case NONE -> new Candidate(name, "no agent", Optional.empty(), List.of(), never(), 0);
      case OURS -> ours(name, "obs-agent", places, Map.of(), 1);
      case "tail5" ->
          ours(
              name,
              "obs-agent, tail 5 %",
              places,
              Map.of("obs.sampling.tail", "probabilistic:5"),
              0.05);
      case "head1" -> ours(name, "obs-agent, head 1 %", places, head1(), 0.01);
      case "disabled" ->
          ours(
              name, "obs-agent, otel.sdk.disabled", places, Map.of("otel.sdk.disabled", "true"), 0);
      case "off" ->
          ours(
              name,
              "obs-agent, otel.javaagent.enabled=false",
              places,
              Map.of("otel.javaagent.enabled", "false"),
              0);
      case OTEL -> otlp(name, "OpenTelemetry", otel, OTEL_THREADS, places, Map.of(), 1);
      case "otel-head1" ->
          otlp(name, "OpenTelemetry, head 1 %", otel, OTEL_THREADS, places, head1(), 0.01);
      case "datadog" ->
          other(
              name,
              "Datadog",
              places.others().resolve("dd-java-agent.jar"),
              "dd-.*",
              List.of(
                  "-Ddd.trace.agent.url=" + places.sink(),
                  "-Ddd.service=" + name,
                  "-Ddd.instrumentation.telemetry.enabled=false"));
      case "elastic" ->
          other(
              name,
              "Elastic",
              places.others().resolve("elastic-apm-agent.jar"),
              "elastic-apm.*",
              List.of(
                  "-Delastic.apm.server_url=" + places.sink(),
                  "-Delastic.apm.service_name=" + name,
                  "-Delastic.apm.application_packages=com.example"));
      default -> throw new IllegalArgumentException("No agent is called " + name);
    };
  }

  private static Pattern never() {
    return Pattern.compile("(?!)");
  }

  private static Map<String, String> head1() {
    return Map.of(
        "otel.traces.sampler", "parentbased_traceidratio", "otel.traces.sampler.arg", "0.01");
  }

  private static Candidate ours(
      String name, String title, Places places, Map<String, String> settings, double keeps) {
    return otlp(name, title, places.ours(), OUR_THREADS, places, settings, keeps);
  }

  private static Candidate otlp(
      String name,
      String title,
      Path jar,
      Pattern threads,
      Places places,
      Map<String, String> settings,
      double keeps) {
    List<String> options = new ArrayList<>();
    options.add("-Dotel.service.name=" + name);
    options.add("-Dotel.exporter.otlp.endpoint=" + places.sink());
    options.add("-Dotel.exporter.otlp.protocol=http/protobuf");
    settings.forEach((key, value) -> options.add("-D" + key + "=" + value));
    return new Candidate(name, title, Optional.of(jar), List.copyOf(options), threads, keeps);
  }

  /** Its own protocol: what arrives is not counted. */
  private static Candidate other(
      String name, String title, Path jar, String threads, List<String> options) {
    return new Candidate(
        name, title, Optional.of(jar), options, Pattern.compile(threads), Double.NaN);
  }

  boolean isOtlp() {
    return jar.isPresent() && !Double.isNaN(keeps);
  }
}
