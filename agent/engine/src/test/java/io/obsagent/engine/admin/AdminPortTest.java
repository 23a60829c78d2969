package io.obsagent.engine.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.config.LiveSettings;
import io.obsagent.engine.config.Options;
import io.obsagent.engine.config.SettingsFile;
import io.obsagent.engine.export.CapturedLog;
import io.obsagent.engine.export.TestTraces;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.health.CollectorState;
import io.obsagent.engine.http.LocalServer;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.resource.ResourceDetector;
import io.obsagent.engine.signals.GoldenSignals;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The admin's thread, its port and its pages, by real connections. */
@Timeout(60)
class AdminPortTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AttributeKey TAGS = AttributeKey.stringArray("tags");
  private static final AttributeKey COUNT = AttributeKey.number("count");

  private final CapturedLog log = new CapturedLog();
  private final Properties system = new Properties();
  private final Metrics metrics = Metrics.of(100, false);
  private final RecentTraces traces = new RecentTraces(1 << 20);
  private final CountDownLatch late = new CountDownLatch(1);
  private LiveSettings settings;
  private AdminThread admin;

  @AfterEach
  void close() {
    log.close();
    if (admin != null) {
      admin.stop();
    }
  }

  private void start(long lateNanos) {
    if (system.getProperty("obs.admin.port") == null) {
      system.setProperty("obs.admin.port", "0");
    }
    system.setProperty("otel.service.name", "shop");
    Configuration configuration = ConfigurationReader.read(system, Map.of(), null);
    settings = new LiveSettings(configuration, next -> null);
    AdminFacts facts =
        new AdminFacts(
            "1.2.3",
            settings,
            metrics,
            new GoldenSignals(metrics),
            ResourceDetector.of(configuration, new Properties(), Map.of(), "1.2.3"),
            traces,
            () ->
                List.of(
                    new InstrumentationState("jdbc", true, 3, List.of("off for x: because")),
                    new InstrumentationState("kafka", false, 0, List.of()),
                    new InstrumentationState("servlet", true, 0, List.of())),
            "otlp to x",
            "none");
    admin =
        new AdminThread(
            facts, SettingsFile.of(configuration, settings), late::countDown, lateNanos);
    admin.start();
  }

  private void startNow() {
    start(0);
    await().until(() -> admin.port() != 0);
  }

  private HttpResponse<String> send(String method, String path, String token, String body)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin.port() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .build()
        .send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send("GET", path, null, "");
  }

  private JsonNode json(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValue("application/json; charset=utf-8");
    assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    return JSON.readTree(answer.body());
  }

  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), admin.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void isOpenedByTheFirstRequestAndJmxWaits() {
    start(TimeUnit.MINUTES.toNanos(1));
    export(tracer -> tracer.startChild(Context.ROOT, SpanKind.CLIENT, TestTraces.SCOPE, 1).end());
    assertThat(admin.port()).isZero();
    export(tracer -> TestTraces.trace(tracer, "GET /", 1, false));

    await().until(() -> admin.port() != 0);
    assertThat(late.getCount()).isEqualTo(1);
  }

  @Test
  void isOpenedAfterTenSecondsWithoutAnyRequest() throws Exception {
    start(TimeUnit.MILLISECONDS.toNanos(50));
    await().until(() -> admin.port() != 0);
    late.await();
  }

  @Test
  void isNotOpenedWhereItIsOff() throws Exception {
    system.setProperty("obs.admin.enabled", "false");
    start(0);
    late.await();
    export(tracer -> TestTraces.trace(tracer, "GET /", 1, false));
    assertThat(admin.port()).isZero();
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void theNextFreePortIsTakenAndSaid() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      system.setProperty("obs.admin.port", String.valueOf(taken.getLocalPort()));
      startNow();
      assertThat(admin.port())
          .isBetween(taken.getLocalPort() + 1, taken.getLocalPort() + AdminPort.TRIES - 1);
      assertThat(log.lines())
          .containsExactly(
              "[obs-agent] the admin port is 127.0.0.1:"
                  + admin.port()
                  + ", since "
                  + taken.getLocalPort()
                  + " was taken");
      assertThat(get("/metrics").body()).contains("obs_admin_port " + admin.port() + "\n");
    }
  }

  @Test
  void withoutAFreePortThereIsNoneAndOneLine() throws Exception {
    List<ServerSocket> taken = new ArrayList<>();
    try {
      int first = 0;
      for (int i = 0; i < AdminPort.TRIES; i++) {
        ServerSocket socket = new ServerSocket();
        try {
          socket.bind(new java.net.InetSocketAddress("127.0.0.1", first == 0 ? 0 : first + i));
          first = first == 0 ? socket.getLocalPort() : first;
        } catch (java.net.BindException byAnotherProcess) {
          // It is taken, which is all that is wanted.
        }
        taken.add(socket);
      }
      system.setProperty("obs.admin.port", String.valueOf(first));
      start(0);
      late.await();
      assertThat(admin.port()).isZero();
      assertThat(log.lines()).hasSize(1);
      assertThat(log.lines().get(0)).contains("there is no admin port");
    } finally {
      for (ServerSocket each : taken) {
        each.close();
      }
    }
  }

  @Test
  void anAddressThatIsNotOursIsOneLine() throws Exception {
    system.setProperty("obs.admin.host", "192.0.2.1");
    start(0);
    late.await();
    assertThat(admin.port()).isZero();
    assertThat(log.lines()).hasSize(1);
  }

  @Test
  void theConfiguredPortIsNoWordWorth() throws Exception {
    LocalServer probe = LocalServer.open("127.0.0.1", 0, new Nobody(), "test.faults");
    int free = probe.port();
    probe.close();
    probe.turn(1);
    system.setProperty("obs.admin.port", String.valueOf(free));
    startNow();
    assertThat(admin.port()).isEqualTo(free);
    assertThat(log.lines()).isEmpty();
  }

  @Test
  void thePagesAreListed() throws Exception {
    startNow();
    assertThat(json("/").get("pages")).hasSize(7);
    for (String page : List.of("/health", "/status", "/signals", "/traces", "/settings")) {
      json(page);
    }
    assertThat(get("/metrics").body()).contains("service_name=\"shop\"");
  }

  @Test
  void healthTellsWhatCallsDid() throws Exception {
    metrics
        .histogram(
            TestTraces.SCOPE,
            "http.client.request.duration",
            "",
            io.obsagent.engine.metrics.Buckets.HTTP,
            AttributeKey.string("server.address"),
            AttributeKey.number("server.port"))
        .record(5_000_000, true, "peer", 443L);
    startNow();
    JsonNode health = json("/health");

    assertThat(health.get("status").asText()).isEqualTo("degraded");
    assertThat(health.get("version").asText()).isEqualTo("1.2.3");
    assertThat(health.get("timestamp").asText())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(health.get("dependencies").toString())
        .isEqualTo(
            "[{\"kind\":\"http\",\"name\":\"peer:443\",\"state\":\"failing\",\"calls\":1,"
                + "\"errors\":1,\"meanMillis\":5}]");
  }

  @Test
  void withoutCallsItIsHealthy() throws Exception {
    startNow();
    assertThat(json("/health").get("status").asText()).isEqualTo("healthy");
    assertThat(json("/health").get("dependencies")).isEmpty();
  }

  @Test
  void statusTellsEverythingButSecrets() throws Exception {
    system.setProperty("obs.admin.token", "geheim");
    system.setProperty("otel.exporter.otlp.headers", "key=geheim");
    AgentHealth.count("dropped.admin_test", 7);
    CollectorState.say("spans to http://admin-test", "answers");
    startNow();
    String text = get("/status").body();
    JsonNode status = JSON.readTree(text);

    assertThat(text).doesNotContain("geheim");
    assertThat(status.at("/settings/otel.service.name/value").asText()).isEqualTo("shop");
    assertThat(status.at("/settings/otel.service.name/source").asText())
        .isEqualTo("system property");
    assertThat(status.at("/settings/obs.admin.host/source").asText()).isEqualTo("default");
    assertThat(status.at("/dropped/admin_test").asLong()).isGreaterThanOrEqualTo(7);
    assertThat(status.at("/export/traces").asText()).isEqualTo("otlp to x");
    assertThat(status.at("/export/collectors").get("spans to http://admin-test").asText())
        .isEqualTo("answers");
    assertThat(status.at("/metrics/obs.admin.port").asInt()).isEqualTo(admin.port());
    assertThat(status.at("/cost/ownThreadsCpuSeconds").asDouble()).isPositive();
    assertThat(status.at("/instrumentations").toString())
        .isEqualTo(
            "[{\"name\":\"jdbc\",\"state\":\"partly off\",\"wovenClasses\":3,"
                + "\"problems\":[\"off for x: because\"]},"
                + "{\"name\":\"kafka\",\"state\":\"off\",\"because\":\"by the settings at the"
                + " start\",\"wovenClasses\":0},"
                + "{\"name\":\"servlet\",\"state\":\"waiting for its library\","
                + "\"wovenClasses\":0}]");

    settings.set("otel.javaagent.enabled", "false", "test");
    assertThat(json("/status").at("/instrumentations/0/state").asText()).isEqualTo("off");
  }

  private void export(java.util.function.Consumer<io.obsagent.engine.trace.Tracer> work) {
    traces.export(TestTraces.fragments(work));
  }

  @Test
  void keptTracesAreListedAndShown() throws Exception {
    startNow();
    export(tracer -> TestTraces.trace(tracer, "GET /first", 2, false));
    export(
        tracer -> {
          Span root = tracer.startRoot(Context.ROOT, SpanKind.SERVER, TestTraces.SCOPE, 1_000);
          root.name("GET /\"broken\"");
          root.set(TAGS, new String[] {"a", "b"});
          root.set(COUNT, 42);
          Span child = tracer.startChild(root, SpanKind.CLIENT, TestTraces.SCOPE, 1_500);
          child.name("SELECT");
          child.recordException(new IllegalStateException("no"), null);
          child.fail("no");
          child.end(2_000);
          root.end(3_000_000);
        });

    JsonNode list = json("/traces").get("traces");
    assertThat(list).hasSize(2);
    assertThat(list.get(0).get("root").asText()).isEqualTo("GET /\"broken\"");
    assertThat(list.get(0).get("failed").asBoolean()).isTrue();
    assertThat(list.get(1).get("root").asText()).isEqualTo("GET /first");
    String id = list.get(0).get("traceId").asText();

    JsonNode otlp = json("/traces/" + id);
    assertThat(json("/traces/" + id + "?format=otlp")).isEqualTo(otlp);
    assertThat(otlp.at("/resourceSpans/0/resource/attributes/0/value/stringValue").asText())
        .isEqualTo("shop");
    JsonNode spans = otlp.at("/resourceSpans/0/scopeSpans/0/spans");
    assertThat(spans).hasSize(2);
    JsonNode root = spans.get(0);
    JsonNode child = spans.get(1);
    assertThat(root.get("name").asText()).isEqualTo("GET /\"broken\"");
    assertThat(root.get("kind").asInt()).isEqualTo(2);
    assertThat(root.has("parentSpanId")).isFalse();
    assertThat(root.get("attributes").toString())
        .contains("{\"key\":\"count\",\"value\":{\"intValue\":\"42\"}}")
        .contains(
            "{\"arrayValue\":{\"values\":[{\"stringValue\":\"a\"},{\"stringValue\":\"b\"}]}}");
    assertThat(child.get("kind").asInt()).isEqualTo(3);
    assertThat(child.get("parentSpanId")).isEqualTo(root.get("spanId"));
    assertThat(child.at("/status/code").asInt()).isEqualTo(2);
    assertThat(child.at("/status/message").asText()).isEqualTo("no");
    assertThat(child.at("/events/0/attributes/0/value/stringValue").asText())
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(root.get("endTimeUnixNano").asLong() - root.get("startTimeUnixNano").asLong())
        .isEqualTo(2_999_000);

    JsonNode jaeger = json("/traces/" + id + "?format=jaeger").at("/data/0");
    assertThat(jaeger.get("traceID").asText()).isEqualTo(id);
    assertThat(jaeger.at("/processes/p1/serviceName").asText()).isEqualTo("shop");
    assertThat(jaeger.at("/spans/0/duration").asLong()).isEqualTo(2_999);
    assertThat(jaeger.at("/spans/1/references/0/spanID")).isEqualTo(root.get("spanId"));
    assertThat(jaeger.at("/spans/1/tags").toString())
        .contains("{\"key\":\"error\",\"type\":\"bool\",\"value\":true}")
        .contains("{\"key\":\"span.kind\",\"type\":\"string\",\"value\":\"client\"}");
    assertThat(jaeger.at("/spans/1/logs/0/fields/1/value").asText())
        .isEqualTo("java.lang.IllegalStateException");
  }

  @Test
  void tracesAreBoundedAndTheOldestGo() {
    RecentTraces small = new RecentTraces(10_000);
    for (int i = 0; i < 100; i++) {
      small.export(List.of(TestTraces.fragment("t" + i, 2, false)));
    }
    List<Fragment> kept = small.newestFirst();
    assertThat(kept.get(0).root().nameText()).isEqualTo("t99");
    assertThat(kept).hasSizeBetween(5, 20);
    assertThat(small.bytes()).isLessThanOrEqualTo(10_000);

    small.export(List.of(TestTraces.fragment("large", 500, false)));
    assertThat(small.newestFirst().get(0).root().nameText()).isEqualTo("t99");
  }

  @ParameterizedTest
  @CsvSource({
    "/../../etc/passwd, 404",
    "/traces/../../etc/passwd, 404",
    "/traces/%2e%2e%2fetc, 404",
    "/traces/0000000000000000000000000000000g, 404",
    "/traces/00000000000000000000000000000001, 404",
    "/traces/00000000000000000000000000000001?format=x, 400",
    "/healthx, 404",
    "/settings/otel.traces.sampler, 404",
  })
  void whatIsNotThereIsAnErrorInJson(String path, int status) throws Exception {
    startNow();
    String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    assertThat(JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n"))).get("error"))
        .isNotNull();
  }

  @Test
  void aForeignHostIsRefused() throws Exception {
    startNow();
    for (String head : List.of("Host: evil.example:4390\r\n", "", "Host: localhost.evil\r\n")) {
      String answer = raw("GET /status HTTP/1.1\r\n" + head + "\r\n");
      assertThat(answer).startsWith("HTTP/1.1 421 ").contains("{\"error\":");
    }
    assertThat(raw("GET /health HTTP/1.1\r\nHost: localhost\r\nOrigin: http://evil\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ")
        .doesNotContain("Access-Control");
    assertThat(raw("OPTIONS /settings/x HTTP/1.1\r\nHost: localhost\r\n\r\n"))
        .startsWith("HTTP/1.1 405 ");
    assertThat(raw("GET / HTTP/1.1\r\nX: " + "x".repeat(20_000)))
        .startsWith("HTTP/1.1 431 ")
        .contains("{\"error\":");
  }

  @Test
  void writingNeedsTheToken() throws Exception {
    system.setProperty("obs.admin.token", "t0ken");
    startNow();
    String path = "/settings/obs.exclude.urls";
    for (String wrong : new String[] {null, "", "t0keN", "t0ken2", "t0ke", "tokentoken"}) {
      assertThat(send("PUT", path, wrong, "/a").statusCode()).isEqualTo(401);
    }
    assertThat(settings.current().isSet(Options.EXCLUDE_URLS)).isFalse();

    assertThat(send("PUT", path, "t0ken", "/a").statusCode()).isEqualTo(200);
    assertThat(settings.current().get(Options.EXCLUDE_URLS)).containsExactly("/a");
    assertThat(send("POST", path, "t0ken", "/b").statusCode()).isEqualTo(200);
    assertThat(json("/settings").at("/obs.exclude.urls/value").asText()).isEqualTo("/b");

    HttpResponse<String> bad = send("PUT", "/settings/otel.javaagent.enabled", "t0ken", "maybe");
    assertThat(bad.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(bad.body()).get("error").asText()).contains("is not true or false");
    assertThat(send("PUT", "/settings/otel.service.name", "t0ken", "x").statusCode())
        .isEqualTo(400);
    assertThat(send("DELETE", path, "t0ken", "").statusCode()).isEqualTo(405);
    assertThat(send("PUT", "/health", "t0ken", "").statusCode()).isEqualTo(405);
  }

  @Test
  void withoutATokenNothingIsWritten() throws Exception {
    startNow();
    HttpResponse<String> refused = send("PUT", "/settings/obs.exclude.urls", "", "/a");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("obs.admin.token");
    assertThat(send("PUT", "/settings/obs.exclude.urls", "null", "/a").statusCode()).isEqualTo(403);
  }

  @Test
  void theFileIsLookedAtWithoutAPortToo(@TempDir Path directory) throws Exception {
    Path file = directory.resolve("a.properties");
    Files.writeString(file, "obs.exclude.urls=/a\n");
    system.setProperty("otel.javaagent.configuration-file", file.toString());
    system.setProperty("obs.admin.enabled", "false");
    start(0);
    Files.writeString(file, "obs.exclude.urls=/longer\n");

    await().until(() -> settings.current().get(Options.EXCLUDE_URLS).contains("/longer"));
  }

  @Test
  void metricsThatAreOffAreNoPage() throws Exception {
    Metrics off = Metrics.off();
    system.setProperty("obs.admin.port", "0");
    system.setProperty("obs.admin.port", "0");
    Configuration configuration = ConfigurationReader.read(system, Map.of(), null);
    AdminFacts facts =
        new AdminFacts(
            "1",
            new LiveSettings(configuration, next -> null),
            off,
            new GoldenSignals(off),
            ResourceDetector.of(configuration, new Properties(), Map.of(), "1"),
            null,
            List::of,
            "none",
            "none");
    admin = new AdminThread(facts, null, late::countDown, 0);
    admin.start();
    await().until(() -> admin.port() != 0);
    assertThat(get("/metrics").statusCode()).isEqualTo(404);
    assertThat(json("/health").get("status").asText()).isEqualTo("healthy");
    assertThat(json("/traces").get("traces")).isEmpty();
    json("/status");
  }

  private static final class Nobody implements io.obsagent.engine.http.Site {
    @Override
    public io.obsagent.engine.http.Response answer(io.obsagent.engine.http.Request request) {
      return refuse("404 Not Found");
    }

    @Override
    public io.obsagent.engine.http.Response refuse(String status) {
      return new io.obsagent.engine.http.Response(status, "text/plain", "");
    }
  }
}
