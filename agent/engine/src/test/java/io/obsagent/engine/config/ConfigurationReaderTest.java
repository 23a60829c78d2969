package io.obsagent.engine.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationReaderTest {
  @TempDir Path directory;

  private final Properties system = new Properties();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private String agentArguments;

  private Configuration read() {
    return ConfigurationReader.read(system, environment, agentArguments);
  }

  private Configuration withProperty(String name, String value) {
    system.setProperty(name, value);
    return read();
  }

  @Test
  void nothingSetIsAllDefaultsAndNoWord() {
    system.putAll(System.getProperties());
    system.stringPropertyNames().stream()
        .filter(name -> name.startsWith("otel.") || name.startsWith("obs."))
        .forEach(system::remove);

    Configuration configuration = read();

    assertThat(configuration.complaints()).isEmpty();
    for (Declarations theme : Options.themes()) {
      for (Option<?> option : theme.options()) {
        assertThat((Object) configuration.get(option)).isEqualTo(option.defaultValue());
        assertThat(configuration.source(option)).isEqualTo(Source.DEFAULT);
      }
    }
  }

  @Test
  void systemPropertyThenEnvironmentThenArgumentThenFile() throws IOException {
    Path file = Files.createTempFile(directory, "größe ", ".properties");
    Files.write(file, "otel.service.name = from-file ü\n".getBytes(UTF_8));
    environment.put("OTEL_JAVAAGENT_CONFIGURATION_FILE", file.toString());
    assertServiceName("from-file ü", Source.FILE);

    agentArguments = "otel.service.name=from-argument";
    assertServiceName("from-argument", Source.AGENT_ARGUMENT);

    environment.put("OTEL_SERVICE_NAME", "from-environment");
    assertServiceName("from-environment", Source.ENVIRONMENT);

    system.setProperty("otel.service.name", "from-property");
    assertServiceName("from-property", Source.SYSTEM_PROPERTY);
  }

  private void assertServiceName(String name, Source source) {
    Configuration configuration = read();
    assertThat(configuration.get(Options.SERVICE_NAME)).isEqualTo(name);
    assertThat(configuration.source(Options.SERVICE_NAME)).isEqualTo(source);
    assertThat(configuration.complaints()).isEmpty();
  }

  @Test
  void anEmptyValueIsNotSet() {
    environment.put("OTEL_SERVICE_NAME", "shop");

    assertThat(withProperty("otel.service.name", " ").get(Options.SERVICE_NAME)).isEqualTo("shop");
  }

  @Test
  void dashesAndUnderscoresAreDotsInTheEnvironment() {
    environment.put("OTEL_JAVAAGENT_EXCLUDE_CLASSES", "a.B,c.*");
    environment.put("OBS_EXCLUDE_URLS", "/health*,/metrics");
    environment.put("OTEL_INSTRUMENTATION_LOGBACK_MDC_ENABLED", "false");

    Configuration configuration = read();

    assertThat(configuration.get(Options.EXCLUDE_CLASSES)).containsExactly("a.B", "c.*");
    assertThat(configuration.get(Options.EXCLUDE_URLS)).containsExactly("/health*", "/metrics");
    assertThat(configuration.isInstrumentationEnabled("logback-mdc")).isFalse();
    assertThat(configuration.isInstrumentationEnabled("jdbc")).isTrue();
  }

  @Test
  void aNameWithDotsFollowsTheSwitchOfItsFirstPart() {
    environment.put("OTEL_INSTRUMENTATION_SERVLET_ENABLED", "false");
    environment.put("OTEL_INSTRUMENTATION_SERVLET_JAVAX_ENABLED", "true");

    Configuration configuration = read();

    assertThat(configuration.isInstrumentationEnabled("servlet.jakarta")).isFalse();
    assertThat(configuration.isInstrumentationEnabled("servlet.javax")).isTrue();
    assertThat(configuration.isInstrumentationEnabled("jdbc")).isTrue();
  }

  @Test
  void agentArgumentsKeepListsAndMapsWhole() {
    agentArguments =
        "otel.propagators=tracecontext,b3,otel.resource.attributes=a=1,b=2;obs.shutdown.timeout=1s";

    Configuration configuration = read();

    assertThat(configuration.get(Options.PROPAGATORS)).containsExactly("tracecontext", "b3");
    assertThat(configuration.get(Options.RESOURCE_ATTRIBUTES))
        .containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
    assertThat(configuration.get(Options.SHUTDOWN_TIMEOUT)).isEqualTo(1_000);
    assertThat(configuration.complaints()).isEmpty();
  }

  @Test
  void anAgentArgumentThatIsNoneIsNamed() {
    agentArguments = "service=shop";

    assertThat(read().complaints())
        .containsExactly(
            "agent argument service=shop is not otel.name=value or obs.name=value: ignored");
  }

  @Test
  void aMissingFileIsNamedAndStopsNothing() {
    String file = directory.resolve("missing").toString();

    assertThat(withProperty("otel.javaagent.configuration-file", file).complaints())
        .singleElement()
        .asString()
        .startsWith("otel.javaagent.configuration-file=" + file + " (system property) cannot be");
  }

  @Test
  void aMalformedFileIsNamedAndStopsNothing() throws IOException {
    Path file = directory.resolve("bad.properties");
    Files.write(file, "otel.service.name=\\u12".getBytes(UTF_8));

    assertThat(withProperty("otel.javaagent.configuration-file", file.toString()).complaints())
        .singleElement()
        .asString()
        .contains("cannot be read");
  }

  @Test
  void aMalformedValueIsSaidOnceAndTheDefaultHolds() {
    environment.put("OTEL_BSP_SCHEDULE_DELAY", "soon");

    Configuration configuration = read();

    assertThat(configuration.get(Options.BSP_SCHEDULE_DELAY)).isEqualTo(5_000);
    assertThat(configuration.source(Options.BSP_SCHEDULE_DELAY)).isEqualTo(Source.DEFAULT);
    assertThat(configuration.complaints())
        .containsExactly(
            "OTEL_BSP_SCHEDULE_DELAY=soon (environment variable) is not a duration such as 500ms,"
                + " 5s or 2m (a plain number is milliseconds): 5s is used");
  }

  @Test
  void anUnknownWordComesWithTheNearestOne() {
    Configuration configuration = withProperty("otel.traces.sampler", "parentbased_alwayson");

    assertThat(configuration.get(Options.SAMPLER)).isEqualTo("parentbased_always_on");
    assertThat(configuration.complaints())
        .singleElement()
        .asString()
        .contains("(did you mean parentbased_always_on?): parentbased_always_on is used");
  }

  @Test
  void anUnknownNameComesWithTheNearestOne() {
    environment.put("OBS_EXLCUDE_URL", "/health");
    system.setProperty("obs.quite.something.else", "1");
    system.setProperty("otel.unknown.name", "somebody else's");

    assertThat(read().complaints())
        .containsExactly(
            "OBS_EXLCUDE_URL (environment variable) is not a setting, did you mean"
                + " obs.exclude.urls?: ignored",
            "obs.quite.something.else (system property) is not a setting: ignored");
  }

  @Test
  void aSecretIsNeverRepeated() {
    Configuration configuration =
        withProperty("otel.exporter.otlp.headers", "hunter2,api-key=hunter3%3D");

    assertThat(configuration.get(Options.OTLP_HEADERS))
        .containsExactly(Map.entry("api-key", "hunter3="));
    assertThat(configuration.complaints())
        .containsExactly(
            "otel.exporter.otlp.headers (system property): entry 1 is not key=value and is left"
                + " out");
  }

  @Test
  void whatOpenTelemetryHasAndWeHaveNotIsOneLine() {
    system.setProperty("otel.traces.exporter", "zipkin,logging");
    system.setProperty("otel.traces.sampler", "jaeger_remote");
    system.setProperty("otel.javaagent.extensions", "/x.jar");
    system.setProperty("otel.metrics.exporter", "prometheus,otlp/stdout");
    system.setProperty("otel.logs.exporter", "none");
    system.setProperty("otel.propagators", "xray,baggage");
    environment.put("OTEL_CONFIG_FILE", "sdk.yaml");

    Configuration configuration = read();

    assertThat(configuration.get(Options.TRACES_EXPORTER)).containsExactly("otlp", "console");
    assertThat(configuration.get(Options.SAMPLER)).isEqualTo("parentbased_always_on");
    assertThat(configuration.get(Options.PROPAGATORS)).containsExactly("tracecontext", "baggage");
    assertThat(configuration.complaints())
        .singleElement()
        .asString()
        .startsWith("not supported: ")
        .contains("otel.traces.sampler=jaeger_remote (parentbased_always_on is used for")
        .contains("otel.propagators=xray,baggage (tracecontext is used for xray)")
        .contains("otel.traces.exporter=zipkin,logging (otlp is used for zipkin)")
        .contains("OTEL_CONFIG_FILE (")
        .contains("otel.javaagent.extensions (no extension is loaded)")
        .contains("otel.metrics.exporter=prometheus,otlp/stdout (console is used for otlp/stdout)")
        .doesNotContain("otel.logs");
  }

  @Test
  void anUnknownPartOfAListIsLeftOutAndNamed() {
    Configuration configuration = withProperty("otel.propagators", "b3,traceparent");

    assertThat(configuration.get(Options.PROPAGATORS)).containsExactly("b3");
    assertThat(configuration.complaints())
        .singleElement()
        .asString()
        .contains("traceparent is not one of")
        .endsWith("and is left out");
  }

  @Test
  void noneIsTheEmptyList() {
    Configuration configuration = withProperty("otel.traces.exporter", "none");

    assertThat(configuration.get(Options.TRACES_EXPORTER)).isEmpty();
    assertThat(configuration.isSet(Options.TRACES_EXPORTER)).isTrue();
  }

  @Test
  void theSpecialFormWinsOverTheGeneralOne() {
    system.setProperty("otel.exporter.otlp.timeout", "2s");
    assertThat(tracesTimeout()).isEqualTo(2_000);

    system.setProperty("otel.exporter.otlp.traces.timeout", "3s");
    assertThat(tracesTimeout()).isEqualTo(3_000);
  }

  private long tracesTimeout() {
    return read().get(Options.OTLP_TRACES_TIMEOUT, Options.OTLP_TIMEOUT);
  }

  @Test
  void aFormerNameIsStillRead() {
    Configuration configuration =
        withProperty("otel.instrumentation.common.logging.trace-id", "tid");

    assertThat(configuration.get(Options.LOGGING_TRACE_ID_KEY)).isEqualTo("tid");
    assertThat(configuration.source(Options.LOGGING_TRACE_ID_KEY))
        .isEqualTo(Source.SYSTEM_PROPERTY);
  }

  @Test
  void instrumentationsCanBeOffByDefault() {
    system.setProperty("otel.instrumentation.common.default-enabled", "false");
    system.setProperty("otel.instrumentation.jdbc.enabled", "TRUE");
    system.setProperty("otel.instrumentation.servlet.enabled", "yes");

    Configuration configuration = read();

    assertThat(configuration.isInstrumentationEnabled("jdbc")).isTrue();
    assertThat(configuration.isInstrumentationEnabled("servlet")).isFalse();
    assertThat(configuration.isInstrumentationEnabled("logback")).isFalse();
    assertThat(configuration.complaints())
        .containsExactly(
            "otel.instrumentation.servlet.enabled=yes (system property) is not true or false:"
                + " otel.instrumentation.common.default-enabled holds");
  }

  @Test
  void everyNameIsDeclaredOnce() {
    List<String> keys = new ArrayList<>();
    for (Declarations theme : Options.themes()) {
      for (Option<?> option : theme.options()) {
        keys.add(option.key());
        assertThat(Option.key(option.environmentName())).isEqualTo(option.key());
        assertThat(ForeignSettings.instead(option.key(), "x")).as(option.name()).isNull();
      }
    }
    assertThat(keys).doesNotHaveDuplicates();
  }
}
