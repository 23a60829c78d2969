package io.obsagent.engine.config;

import static io.obsagent.engine.config.OptionTypes.BOOLEAN;
import static io.obsagent.engine.config.OptionTypes.COUNT;
import static io.obsagent.engine.config.OptionTypes.DURATION;
import static io.obsagent.engine.config.OptionTypes.FILE;
import static io.obsagent.engine.config.OptionTypes.LIST;
import static io.obsagent.engine.config.OptionTypes.MAP;
import static io.obsagent.engine.config.OptionTypes.NUMBER;
import static io.obsagent.engine.config.OptionTypes.SIZE;
import static io.obsagent.engine.config.OptionTypes.TEXT;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Every option the agent reads, declared once. Here stand those of the agent itself, of the
 * service's identity and of sampling; the others are inherited, which only keeps the files short:
 * all are used as {@code Options.NAME}.
 *
 * <p>Where OpenTelemetry has a name, that is the name, with its default and meaning.
 */
public final class Options extends InstrumentationOptions {
  private static final Declarations AGENT = new Declarations("The agent");

  public static final Option<Boolean> ENABLED =
      AGENT
          .add(
              "otel.javaagent.enabled",
              BOOLEAN,
              true,
              "`false`: the agent loads nothing, if a system property or environment variable says"
                  + " so. Changed later, or said by an argument or file, it records nothing.")
          .live();

  public static final Option<Boolean> SDK_DISABLED =
      AGENT.add(
          "otel.sdk.disabled", BOOLEAN, false, "`true`: nothing is woven, recorded or exported.");

  public static final Option<Boolean> DEBUG =
      AGENT
          .add(
              "otel.javaagent.debug",
              BOOLEAN,
              false,
              "Lists what was woven, what not and why; stack traces of the agent's own faults.")
          .live();

  public static final Option<String> CONFIGURATION_FILE =
      AGENT.add(
          "otel.javaagent.configuration-file",
          FILE,
          null,
          "A properties file (UTF-8) with any of these settings.");

  public static final Option<List<String>> EXCLUDE_CLASSES =
      AGENT.add(
          "otel.javaagent.exclude-classes",
          LIST,
          Collections.<String>emptyList(),
          "Classes never woven; a name may end in `*`.");

  public static final Option<String> LOG_FILE =
      AGENT.add(
          "obs.log.file", FILE, null, "Where the agent's own lines go instead of standard error.");

  public static final Option<String> STATUS_FILE =
      AGENT.add(
          "obs.status.file",
          FILE,
          null,
          "Where the agent writes its own state: what is woven, what was counted and dropped.");

  public static final Option<Long> SHUTDOWN_TIMEOUT =
      AGENT.add(
          "obs.shutdown.timeout",
          DURATION,
          5_000L,
          "How long the end of the JVM may wait for buffered spans to be sent.");

  public static final Option<Long> MEMORY_LIMIT =
      AGENT.add(
          "obs.memory.limit",
          SIZE,
          16L << 20,
          "Memory for spans and log records not yet exported; never more than a sixteenth of the heap.");

  /** Read by the weaver itself, before there is a configuration. */
  public static final Option<Boolean> JAVA8 =
      AGENT.add(
          "obs.java8",
          BOOLEAN,
          false,
          "`true`: does without everything newer than Java 8, to try that path on a newer JVM."
              + " System property only.");

  public static final Option<Boolean> ADMIN_ENABLED =
      AGENT.add(
          "obs.admin.enabled",
          BOOLEAN,
          true,
          "Whether the agent answers on a local port, see `docs/admin.md`.");

  public static final Option<String> ADMIN_HOST =
      AGENT.add("obs.admin.host", TEXT, "127.0.0.1", "The address it listens on.");

  public static final Option<Integer> ADMIN_PORT =
      AGENT.add(
          "obs.admin.port",
          COUNT,
          4_390,
          "The port, or the next of the nine after it that is free; 0 takes any.");

  public static final Option<String> ADMIN_TOKEN =
      AGENT
          .add(
              "obs.admin.token",
              TEXT,
              null,
              "What a request that changes a setting has to show, as `Authorization: Bearer …`."
                  + " Without it the port only answers.")
          .secret();

  private static final Declarations SERVICE = new Declarations("The service's identity");

  public static final Option<String> SERVICE_NAME =
      SERVICE.add(
          "otel.service.name",
          TEXT,
          null,
          "`service.name`; without it the name of the JAR, WAR or main class.");

  public static final Option<Map<String, String>> RESOURCE_ATTRIBUTES =
      SERVICE.add(
          "otel.resource.attributes",
          MAP,
          Collections.<String, String>emptyMap(),
          "Attributes of the service, percent-encoded values; they win over detected ones.");

  private static final Declarations TRACES = new Declarations("Traces");

  public static final Option<String> SAMPLER =
      TRACES
          .add(
              "otel.traces.sampler",
              new Choices(
                      "always_on",
                      "always_off",
                      "traceidratio",
                      "rate_limited",
                      "parentbased_always_on",
                      "parentbased_always_off",
                      "parentbased_traceidratio",
                      "parentbased_rate_limited")
                  .unsupported("jaeger_remote", "parentbased_always_on")
                  .unsupported("parentbased_jaeger_remote", "parentbased_always_on")
                  .unsupported("xray", "parentbased_always_on")
                  .one(),
              "parentbased_always_on",
              "Which traces are recorded. Ratios are consistent between services (`ot=th` in"
                  + " `tracestate`).")
          .live();

  public static final Option<Double> SAMPLER_ARG =
      TRACES
          .add(
              "otel.traces.sampler.arg",
              NUMBER,
              null,
              "For `traceidratio` the ratio from 0 to 1 (without it 1); for `rate_limited` the traces"
                  + " per second (without it 10).")
          .live();

  public static final Option<String> SAMPLING_TAIL =
      TRACES
          .add(
              "obs.sampling.tail",
              TEXT,
              null,
              "Which traces are kept, decided when their part in this process is complete, e.g."
                  + " `error,latency:500ms,rare:15m,probabilistic:5` (docs/sampling.md). Without it all"
                  + " that were recorded.")
          .live();

  public static final Option<String> SAMPLING_POLICIES =
      TRACES
          .add(
              "obs.sampling.policies",
              FILE,
              null,
              "The same as a YAML file with the `tail_sampling` block of OpenTelemetry's Collector; it"
                  + " wins over `obs.sampling.tail`.")
          .live();

  public static final Option<List<String>> PROPAGATORS =
      TRACES.add(
          "otel.propagators",
          new Choices("tracecontext", "baggage", "b3", "b3multi", "jaeger", "none")
              .unsupported("xray", "tracecontext")
              .unsupported("xray-lambda", "tracecontext")
              .unsupported("ottrace", "tracecontext")
              .list(),
          Arrays.asList("tracecontext", "baggage"),
          "Headers in which the context arrives and leaves. Where several are understood the last"
              + " one named wins.");

  public static final Option<Integer> ATTRIBUTE_VALUE_LENGTH_LIMIT =
      TRACES.add(
          "otel.attribute.value.length.limit",
          COUNT,
          8_192,
          "Characters kept of a text attribute. OpenTelemetry has no limit here by default.");

  public static final Option<Integer> ATTRIBUTE_COUNT_LIMIT =
      TRACES.add("otel.attribute.count.limit", COUNT, 128, "Attributes kept of a span or event.");

  public static final Option<Integer> SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT =
      TRACES.add(
          "otel.span.attribute.value.length.limit",
          COUNT,
          null,
          "The same for spans only; without it `otel.attribute.value.length.limit`.");

  public static final Option<Integer> SPAN_ATTRIBUTE_COUNT_LIMIT =
      TRACES.add(
          "otel.span.attribute.count.limit",
          COUNT,
          null,
          "The same for spans only; without it `otel.attribute.count.limit`.");

  public static final Option<Integer> SPAN_EVENT_COUNT_LIMIT =
      TRACES.add("otel.span.event.count.limit", COUNT, 128, "Events kept of a span.");

  public static final Option<Integer> SPAN_LINK_COUNT_LIMIT =
      TRACES.add("otel.span.link.count.limit", COUNT, 128, "Links kept of a span.");

  public static final Option<String> SAMPLING_PROPAGATE =
      TRACES.add(
          "obs.sampling.propagate",
          new Choices("certain", "always").one(),
          "certain",
          "With a tail sampler: `certain` sends a trace on as sampled only if it is sure to be kept,"
              + " `always` sends every one on as sampled.");

  public static final Option<Long> DECISION_WAIT =
      TRACES.add(
          "obs.sampling.decision_wait",
          DURATION,
          2_000L,
          "How long a trace whose local root has ended waits for its open children before it is"
              + " decided without them.");

  public static final Option<Long> RECORDER_SIZE =
      TRACES.add(
          "obs.recorder.size",
          SIZE,
          0L,
          "Memory for traces that the tail sampler did not keep, so that they can be asked for a"
              + " while; part of `obs.memory.limit`, at most half of it. `0`: none.");

  private Options() {}

  /** Every declared option, by theme. Initialises all declaring classes. */
  static Declarations[] themes() {
    return new Declarations[] {
      AGENT,
      SERVICE,
      TRACES,
      EXPORT,
      METRICS,
      LOG_RECORDS,
      OTLP,
      OTLP_TRACES,
      OTLP_METRICS,
      OTLP_LOGS,
      INSTRUMENTATIONS,
      HTTP,
      DATABASE,
      LOGGING,
      MESSAGING
    };
  }
}
