package io.obsagent.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.engine.export.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LiveSettingsTest {
  @TempDir Path directory;

  private final CapturedLog log = new CapturedLog();
  private final Properties system = new Properties();
  private final List<Configuration> installed = new ArrayList<>();
  private LiveSettings settings;
  private Path file;
  private SettingsFile watched;
  private long time = 1_000_000_000_000L;

  @AfterEach
  void close() {
    log.close();
  }

  private void start(String... fileLines) throws IOException {
    file = directory.resolve("agent.properties");
    write(fileLines);
    system.setProperty("otel.javaagent.configuration-file", file.toString());
    Configuration start = ConfigurationReader.read(system, Map.of(), null);
    settings =
        new LiveSettings(
            start,
            next -> {
              installed.add(next);
              return null;
            });
    watched = SettingsFile.of(start, settings);
  }

  private void write(String... lines) throws IOException {
    Files.write(file, List.of(lines));
    time += 2_000;
    Files.setLastModifiedTime(file, FileTime.fromMillis(time));
  }

  /** As two looks a second apart. */
  private void look() {
    watched.look();
    watched.look();
  }

  private List<String> excluded() {
    return settings.current().get(Options.EXCLUDE_URLS);
  }

  @Test
  void anOperatorsWishIsInForceAndOneLine() throws IOException {
    start();
    assertThat(settings.set("obs.exclude.urls", " /a,/b* ", "JMX")).isNull();

    assertThat(excluded()).containsExactly("/a", "/b*");
    assertThat(settings.current().source(Options.EXCLUDE_URLS)).isEqualTo(Source.LIVE);
    assertThat(installed).containsExactly(settings.current());
    assertThat(log.lines())
        .containsExactly("[obs-agent] obs.exclude.urls is now /a,/b*, was not set (JMX)");
  }

  @Test
  void anEmptyTextGoesBackToWhatWasConfigured() throws IOException {
    system.setProperty("obs.exclude.urls", "/start");
    start();
    settings.set("obs.exclude.urls", "/a", "JMX");
    settings.set("OBS_EXCLUDE_URLS", "", "JMX");

    assertThat(excluded()).containsExactly("/start");
    assertThat(settings.current().source(Options.EXCLUDE_URLS)).isEqualTo(Source.SYSTEM_PROPERTY);
  }

  @ParameterizedTest
  @CsvSource({
    "otel.javaagent.enabled, perhaps, is not true or false: true stays",
    "otel.traces.sampler, sometimes, sometimes",
    "otel.traces.sampler, xray, is not accepted: not supported",
    "otel.instrumentation.jdbc.enabled, 1, is not true or false: not set stays",
    "otel.traces.sampler.arg, x, not set stays",
    "otel.service.name, x, cannot be changed while running: a restart is needed",
    "obs.nonsense, x, is not a setting",
    "otel.instrumentation.hikaricp.enabled, false, a restart is needed",
  })
  void whatIsWrongChangesNothingAndIsOneLine(String name, String text, String complaint)
      throws IOException {
    start();
    Configuration before = settings.current();

    assertThat(settings.set(name, text, "JMX")).contains(complaint).contains("(JMX)");
    assertThat(settings.current()).isSameAs(before);
    assertThat(installed).isEmpty();
    assertThat(log.lines()).hasSize(1);
    assertThat(log.lines().get(0)).contains(complaint);
  }

  @Test
  void whoLivesByTheSettingMayRefuse() throws IOException {
    start();
    settings.on(Options.SAMPLER, next -> "is not for today");
    Configuration before = settings.current();

    assertThat(settings.set("otel.traces.sampler", "always_off", "JMX"))
        .isEqualTo(
            "otel.traces.sampler=always_off (JMX) is not for today: parentbased_always_on stays");
    assertThat(settings.current()).isSameAs(before);

    settings.on(
        Options.SAMPLER,
        next -> {
          throw new IllegalStateException("broken");
        });
    assertThat(settings.set("otel.traces.sampler", "always_off", "JMX")).contains("broken");
    assertThat(settings.current()).isSameAs(before);
  }

  @Test
  void onlyWhatIsDeclaredLiveCanBeTaken() throws IOException {
    start();
    assertThatThrownBy(() -> settings.on(Options.SERVICE_NAME, next -> null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void instrumentationsAreSwitched() throws IOException {
    start();
    assertThat(settings.set("otel.instrumentation.java-http-client.enabled", "false", "x"))
        .isNull();
    assertThat(settings.current().isInstrumentationEnabled("java-http-client")).isFalse();
    settings.set("OTEL_INSTRUMENTATION_JAVA_HTTP_CLIENT_ENABLED", "true", "x");
    assertThat(settings.current().isInstrumentationEnabled("java-http-client")).isTrue();
  }

  @Test
  void theFileIsReadAgainWhenItHasChanged() throws IOException {
    start("obs.exclude.urls=/a", "otel.service.name=one");
    look();
    assertThat(log.lines()).isEmpty();

    write("obs.exclude.urls=/b", "otel.service.name=one", "obs.exclude.sql=SELECT 1");
    look();
    assertThat(excluded()).containsExactly("/b");
    assertThat(settings.current().get(Options.EXCLUDE_SQL)).containsExactly("SELECT 1");
    assertThat(settings.current().source(Options.EXCLUDE_URLS)).isEqualTo(Source.FILE);
    assertThat(log.lines())
        .containsExactlyInAnyOrder(
            "[obs-agent] obs.exclude.urls is now /b, was /a (" + file + ")",
            "[obs-agent] obs.exclude.sql is now SELECT 1, was not set (" + file + ")");

    write();
    look();
    assertThat(excluded()).isEmpty();
  }

  @Test
  void aFileThatIsStillBeingWrittenIsLeftAlone() throws IOException {
    start("obs.exclude.urls=/a");
    write("obs.exclude.urls=/ha");
    watched.look();
    write("obs.exclude.urls=/half");
    watched.look();
    assertThat(excluded()).containsExactly("/a");

    watched.look();
    assertThat(excluded()).containsExactly("/half");
  }

  @Test
  void aSystemPropertyWinsOverTheFileAndTheLineSaysSo() throws IOException {
    system.setProperty("obs.exclude.urls", "/start");
    start();
    write("obs.exclude.urls=/b");
    look();

    assertThat(excluded()).containsExactly("/start");
    assertThat(log.lines())
        .containsExactly(
            "[obs-agent] obs.exclude.urls=/b is in "
                + file
                + ", but the system property obs.exclude.urls wins: /start stays");
  }

  @Test
  void whatCannotChangeLiveIsNamedOnce() throws IOException {
    start("obs.exclude.urls=/a");
    write("obs.exclude.urls=/a", "otel.service.name=x", "otel.propagators=b3", "not.ours=1");
    look();
    look();

    assertThat(log.lines())
        .containsExactly(
            "[obs-agent] changes of otel.propagators, otel.service.name in "
                + file
                + " take effect with a restart");
  }

  @Test
  void aWrongValueInTheFileIsOneLineAndTheRestIsTaken() throws IOException {
    start("obs.exclude.urls=/a");
    write("obs.exclude.urls=/b", "otel.javaagent.debug=perhaps");
    look();

    assertThat(excluded()).containsExactly("/b");
    assertThat(settings.current().get(Options.DEBUG)).isFalse();
    assertThat(log.lines("otel.javaagent.debug=perhaps")).hasSize(1);
  }

  @Test
  void settingsOfOneChangeChangeTogether() throws IOException {
    start();
    List<String> seen = new ArrayList<>();
    LiveSettings.Change sampler =
        next -> {
          seen.add(next.get(Options.SAMPLER) + " " + next.get(Options.SAMPLER_ARG));
          return null;
        };
    settings.on(Options.SAMPLER, sampler);
    settings.on(Options.SAMPLER_ARG, sampler);
    write("otel.traces.sampler=traceidratio", "otel.traces.sampler.arg=0.25");
    look();

    assertThat(seen).containsExactly("traceidratio 0.25");
    assertThat(log.lines()).hasSize(2);
  }

  @Test
  void theLatestWordWins() throws IOException {
    start("obs.exclude.urls=/a");
    settings.set("obs.exclude.urls", "/operator", "JMX");
    write("obs.exclude.urls=/file");
    look();
    assertThat(excluded()).containsExactly("/file");
    settings.set("obs.exclude.urls", "/operator", "JMX");
    assertThat(excluded()).containsExactly("/operator");
    settings.set("obs.exclude.urls", null, "JMX");
    assertThat(excluded()).containsExactly("/file");
  }

  @Test
  void aFileThatIsGoneChangesNothing() throws IOException {
    start("obs.exclude.urls=/a");
    Files.delete(file);
    look();
    look();

    assertThat(excluded()).containsExactly("/a");
    assertThat(log.lines("cannot be read any more")).hasSize(1);
    write("obs.exclude.urls=/b");
    look();
    assertThat(excluded()).containsExactly("/b");
  }

  @Test
  void effectiveSettingsTellTheirSourceAndHideSecrets() throws IOException {
    system.setProperty("otel.exporter.otlp.headers", "api-key=geheim");
    system.setProperty("obs.admin.token", "geheim");
    system.setProperty("otel.exporter.otlp.endpoint", "http://me:geheim@collector:4318/x@y");
    system.setProperty("otel.instrumentation.jdbc.enabled", "false");
    start("obs.exclude.urls=/a");

    Map<String, String> shown = new java.util.TreeMap<>();
    for (EffectiveSetting each : settings.current().effective()) {
      shown.put(each.name(), each.text() + " | " + each.source());
    }
    assertThat(shown)
        .containsEntry("otel.exporter.otlp.headers", "*** | system property")
        .containsEntry("obs.admin.token", "*** | system property")
        .containsEntry(
            "otel.exporter.otlp.endpoint", "http://***@collector:4318/x@y | system property")
        .containsEntry("otel.instrumentation.jdbc.enabled", "false | system property")
        .containsEntry("obs.exclude.urls", "/a | configuration file")
        .containsEntry("otel.propagators", "tracecontext,baggage | default");
    assertThat(shown.toString()).doesNotContain("geheim");
  }
}
