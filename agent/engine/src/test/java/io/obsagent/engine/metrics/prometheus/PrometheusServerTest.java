package io.obsagent.engine.metrics.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.export.TestTraces;
import io.obsagent.engine.metrics.Buckets;
import io.obsagent.engine.metrics.DurationHistogram;
import io.obsagent.engine.metrics.ExportedTraces;
import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.resource.ResourceDetector;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scraped as a Prometheus server does it. */
@Timeout(60)
class PrometheusServerTest {
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("test");
  private static final String OPEN_METRICS = "application/openmetrics-text";

  private final Metrics metrics = Metrics.of(3, false);
  private PrometheusServer server;

  @BeforeEach
  void start() {
    Properties properties = new Properties();
    properties.setProperty("otel.service.name", "shop \"one\"");
    properties.setProperty(
        "otel.resource.attributes", "deployment.environment.name=test,a.b=2,a_b=1,a.c=3");
    Configuration configuration = ConfigurationReader.read(properties, Map.of(), null);
    server =
        new PrometheusServer(
            metrics,
            ResourceDetector.of(configuration, new Properties(), Map.of(), "1"),
            "127.0.0.1",
            0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> get(String path, String accept) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
    if (accept != null) {
      request.header("Accept", accept);
    }
    return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private void recordSome() {
    DurationHistogram requests =
        metrics.histogram(
            SCOPE,
            "http.server.request.duration",
            "Duration of HTTP server requests.",
            Buckets.DATABASE,
            AttributeKey.string("http.route"),
            AttributeKey.number("http.response.status_code"));
    requests.record(3_000_000, false, "/a\"b\\c\nd", 200L);
    requests.record(700_000_000, false, "/a\"b\\c\nd", 200L);
    metrics
        .counter(SCOPE, "messages.sent", "{message}", "Said \"so\".", AttributeKey.string("topic"))
        .add(5, "t", null);
    metrics.observe(
        Instrument.Kind.UP_DOWN_COUNTER, SCOPE, "jvm.memory.used", "By", "", to -> to.set(7));
    metrics.observe(Instrument.Kind.GAUGE, SCOPE, "load", "1", "", to -> to.set(0.5));
    metrics.observe(
        Instrument.Kind.COUNTER, SCOPE, "jvm.cpu.time", "s", "CPU.", to -> to.set(1.25));
  }

  @Test
  void theTextFormat() throws Exception {
    recordSome();
    HttpResponse<String> answer = get("/metrics", null);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    List<String> lines = Arrays.asList(answer.body().split("\n"));
    assertThat(lines)
        .contains(
            "# TYPE target_info gauge",
            "# TYPE http_server_request_duration_seconds histogram",
            "# HELP http_server_request_duration_seconds Duration of HTTP server requests.",
            "http_server_request_duration_seconds_count{http_route=\"/a\\\"b\\\\c\\nd\","
                + "http_response_status_code=\"200\"} 2",
            "http_server_request_duration_seconds_sum{http_route=\"/a\\\"b\\\\c\\nd\","
                + "http_response_status_code=\"200\"} 0.703",
            "# TYPE messages_sent_total counter",
            "# HELP messages_sent_total Said \"so\".",
            "messages_sent_total{topic=\"t\"} 5",
            "# TYPE jvm_memory_used_bytes gauge",
            "jvm_memory_used_bytes 7",
            "load_ratio 0.5",
            "jvm_cpu_time_seconds_total 1.25",
            "# TYPE process_cpu_seconds_total counter",
            "process_cpu_seconds_total 1.25")
        .noneMatch(line -> line.startsWith("# EOF") || line.startsWith("# UNIT"));
    assertThat(lines)
        .filteredOn(line -> line.contains("_bucket"))
        .extracting(line -> line.replaceAll(".*le=", ""))
        .containsExactly(
            "\"0.001\"} 0",
            "\"0.005\"} 1",
            "\"0.01\"} 1",
            "\"0.05\"} 1",
            "\"0.1\"} 1",
            "\"0.5\"} 1",
            "\"1.0\"} 2",
            "\"5.0\"} 2",
            "\"10.0\"} 2",
            "\"+Inf\"} 2");
    assertThat(answer.body())
        .containsPattern(
            "target_info\\{a_b=\"2;1\",a_c=\"3\",.*service_name=\"shop \\\\\"one\\\\\"\".*\\} 1\n");
  }

  @Test
  void openMetrics() throws Exception {
    recordSome();
    HttpResponse<String> answer = get("/metrics", OPEN_METRICS + ";version=1.0.0,text/plain;q=0.1");

    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue(OPEN_METRICS + "; version=1.0.0; charset=utf-8");
    assertThat(answer.body().split("\n"))
        .contains(
            "# TYPE target info",
            "# TYPE http_server_request_duration_seconds histogram",
            "# UNIT http_server_request_duration_seconds seconds",
            "# TYPE messages_sent counter",
            "# HELP messages_sent Said \\\"so\\\".",
            "messages_sent_total{topic=\"t\"} 5",
            "# UNIT jvm_memory_used_bytes bytes",
            "# TYPE process_cpu_seconds counter",
            "process_cpu_seconds_total 1.25");
    assertThat(answer.body()).endsWith("# EOF\n");
  }

  @Test
  void onlyOpenMetricsHasExemplars() throws Exception {
    Span span = TestTraces.tracer(done -> {}).startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 1);
    metrics
        .histogram(SCOPE, "calls", "", Buckets.HTTP, AttributeKey.string("name"))
        .record(span, 30_000_000, false, "a", null, null, null, null, null);
    ExportedTraces.exported(span.traceIdHigh(), span.traceIdLow());

    assertThat(get("/metrics", OPEN_METRICS).body())
        .containsPattern(
            "calls_seconds_bucket\\{name=\"a\",le=\"0.05\"} 1 # \\{trace_id=\""
                + span.traceIdHex()
                + "\",span_id=\""
                + span.spanIdHex()
                + "\"} 0\\.03 \\d[.\\d]+(E9)?\n");
    assertThat(get("/metrics", null).body()).doesNotContain(" # {");
  }

  @Test
  void theOverflowIsOneSeries() throws Exception {
    DurationHistogram calls =
        metrics.histogram(SCOPE, "calls", "", Buckets.HTTP, AttributeKey.string("name"));
    for (int i = 0; i < 9; i++) {
      calls.record(1, false, "n" + i);
    }

    assertThat(get("/metrics", null).body())
        .contains("calls_seconds_count{otel_metric_overflow=\"true\"} 7\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3 | true",
        "application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5 | false",
        "application/openmetrics-text | true",
        "text/plain,application/openmetrics-text;version=1.0.0;q=0.5 | false",
        "application/openmetrics-text;q=x | false",
        "*/* | false",
      })
  void theScraperChooses(String accept, boolean open) {
    assertThat(AcceptHeader.prefersOpenMetrics(accept)).isEqualTo(open);
  }

  @Test
  void nothingElseIsServed() throws Exception {
    assertThat(get("/", null).statusCode()).isEqualTo(404);
    assertThat(get("/metricsx", null).statusCode()).isEqualTo(404);
    assertThat(raw("POST /metrics HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 405 ");
    assertThat(raw("HEAD /metrics HTTP/1.1\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .endsWith("\r\n\r\n");
    assertThat(raw("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(raw("GET /metrics HTTP/1.1\r\nX: " + "x".repeat(9_000))).startsWith("HTTP/1.1 431 ");
    assertThat(get("/metrics", null).statusCode()).isEqualTo(200);
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aPortThatIsTakenIsSurvived() {
    PrometheusServer second = new PrometheusServer(metrics, null, "127.0.0.1", server.port());
    second.start();

    assertThat(second.port()).isZero();
    second.close();
  }

  @ParameterizedTest
  @CsvSource({
    "http.server.request.duration, http_server_request_duration",
    "a..b-c, a_b_c",
    "1st, _1st",
    "x_, x_"
  })
  void namesAreMadeClean(String name, String clean) {
    assertThat(PrometheusName.clean(name)).isEqualTo(clean);
  }

  /** Prometheus' own judge, where it is installed (Debian: package prometheus). */
  @Test
  void promtoolFindsNothingWrong(@TempDir Path folder) throws Exception {
    File promtool = null;
    for (String path : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      File candidate = new File(path, "promtool");
      promtool = candidate.canExecute() ? candidate : promtool;
    }
    if (promtool == null && "required".equals(System.getProperty("obs.prometheus"))) {
      throw new AssertionError("no promtool is installed (Debian: apt-get install prometheus)");
    }
    if (promtool == null) {
      System.err.println("NOTICE: no promtool is installed (Debian: apt-get install prometheus)");
    }
    assumeThat(promtool).as("promtool is not installed: its check is skipped").isNotNull();
    recordSome();
    Path page = folder.resolve("page");
    Files.writeString(page, get("/metrics", null).body());
    Process check =
        new ProcessBuilder(promtool.getPath(), "check", "metrics")
            .redirectInput(page.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    // A label in the name is a matter of taste; what does not parse is none.
    assertThat(check.waitFor()).as(said).isIn(0, 3);
    assertThat(said).doesNotContain("error");
  }
}
