package io.obsagent.engine.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.logs.LogCapture;
import io.obsagent.engine.logs.LogEntry;
import io.obsagent.engine.resource.ResourceDetector;
import io.obsagent.engine.sampling.HeadSamplers;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.engine.trace.SpanLimits;
import io.obsagent.engine.trace.Tracer;
import io.obsagent.engine.trace.Verdict;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.SeverityNumber;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** From what a logger hands in to the bytes a collector gets. */
@Timeout(60)
class LogsExportTest {
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("io.obsagent.test");

  private LogCollector collector;
  private ExportPipeline pipeline;
  private Tracer tracer;
  private boolean keep = true;

  @BeforeEach
  void listen() throws IOException {
    collector = new LogCollector();
  }

  @AfterEach
  void end() {
    if (pipeline != null) {
      pipeline.shutdown(2_000);
    }
    collector.close();
  }

  private void start(String... settings) {
    Properties properties = new Properties();
    properties.setProperty("otel.exporter.otlp.endpoint", collector.url());
    properties.setProperty("otel.service.name", "shop");
    properties.setProperty("otel.bsp.schedule.delay", "10ms");
    properties.setProperty("otel.blrp.schedule.delay", "10ms");
    for (int i = 0; i < settings.length; i += 2) {
      properties.setProperty(settings[i], settings[i + 1]);
    }
    Configuration configuration = ConfigurationReader.read(properties, Map.of(), null);
    assertThat(configuration.complaints()).isEmpty();
    ResourceDetector resource =
        ResourceDetector.of(configuration, new Properties(), Map.of(), "1.2.3");
    pipeline = ExportPipeline.of(configuration, resource, "1.2.3");
    tracer =
        new Tracer(
            HeadSamplers.configured(configuration, new ArrayList<>()),
            fragment -> {
              if (keep) {
                pipeline.sink().accept(fragment);
              } else {
                fragment.decide(Verdict.NOT_KEPT);
              }
            },
            SpanLimits.DEFAULT);
  }

  private Span span() {
    return tracer.startRoot(Context.ROOT, SpanKind.INTERNAL, SCOPE, System.nanoTime());
  }

  private void inside(Context context, Runnable work) {
    Context before = context.makeCurrent();
    try {
      work.run();
    } finally {
      context.restore(before);
    }
  }

  private boolean log(int severity, String text) {
    return log(severity, text, null);
  }

  /** As an instrumentation does it. */
  private boolean log(int severity, String text, Throwable thrown) {
    LogCapture logs = pipeline.logs();
    Context here = logs.here();
    if (here == null) {
      return false;
    }
    LogEntry entry = logs.begin(here, severity, "S" + severity, "com.example.Books", text);
    entry.thrown(thrown);
    entry.add("user", "ada");
    logs.accept(here, entry);
    return true;
  }

  private static Map<String, String> attributes(LogRecord log) {
    Map<String, String> attributes = new HashMap<>();
    for (KeyValue each : log.getAttributesList()) {
      attributes.put(
          each.getKey(),
          each.getValue().hasStringValue()
              ? each.getValue().getStringValue()
              : Long.toString(each.getValue().getIntValue()));
    }
    return attributes;
  }

  @Test
  void recordsOfAKeptTraceLeaveWithIt() {
    start();
    Span span = span();
    IllegalStateException thrown = new IllegalStateException("empty", new IOException("disk"));
    thrown.getCause().initCause(thrown);
    inside(
        span,
        () -> {
          assertThat(log(LogEntry.DEBUG, "asked")).isTrue();
          assertThat(log(LogEntry.ERROR, "failed", thrown)).isTrue();
        });
    assertThat(collector.records()).isEmpty();
    span.end();
    await().until(() -> collector.records().size() == 2);
    await().until(() -> collector.spans.size() == 1);
    assertThat(collector.bodies()).containsExactly("asked", "failed");
    assertThat(collector.scopes().get(0).getScope().getName()).isEqualTo("com.example.Books");
    LogRecord asked = collector.records().get(0);
    assertThat(asked.getTraceId()).isEqualTo(collector.spans.get(0).getTraceId());
    assertThat(asked.getSpanId()).isEqualTo(collector.spans.get(0).getSpanId());
    assertThat(asked.getFlags() & 1).isEqualTo(1);
    assertThat(asked.getSeverityNumber()).isEqualTo(SeverityNumber.SEVERITY_NUMBER_DEBUG);
    assertThat(asked.getSeverityText()).isEqualTo("S5");
    assertThat(asked.getTimeUnixNano())
        .isEqualTo(asked.getObservedTimeUnixNano())
        .isBetween(
            collector.spans.get(0).getStartTimeUnixNano(),
            collector.spans.get(0).getEndTimeUnixNano());
    assertThat(attributes(asked))
        .containsOnly(
            Map.entry("user", "ada"),
            Map.entry("thread.name", Thread.currentThread().getName()),
            Map.entry("thread.id", Long.toString(Thread.currentThread().getId())));
    Map<String, String> failed = attributes(collector.records().get(1));
    assertThat(failed)
        .containsEntry("exception.type", "java.lang.IllegalStateException")
        .containsEntry("exception.message", "empty");
    assertThat(failed.get("exception.stacktrace"))
        .contains("Caused by: java.io.IOException: disk\n")
        .endsWith("Caused by: [CIRCULAR REFERENCE: java.lang.IllegalStateException]\n");
    await().until(() -> pipeline.logs().usedBytes() == 0);
  }

  @Test
  void recordsOfATraceThatIsNotKeptAreForgotten() {
    start();
    keep = false;
    Span span = span();
    inside(span, () -> log(LogEntry.ERROR, "forgotten"));
    assertThat(pipeline.logs().usedBytes()).isPositive();
    span.end();
    assertThat(pipeline.logs().usedBytes()).isZero();
    inside(span, () -> log(LogEntry.ERROR, "late, and forgotten as well"));
    assertThat(pipeline.logs().usedBytes()).isZero();
    keep = true;
    Span next = span();
    inside(next, () -> log(LogEntry.INFO, "kept"));
    next.end();
    await().until(() -> collector.records().size() == 1);
    assertThat(collector.bodies()).containsExactly("kept");
  }

  @Test
  void whatComesAfterItsTraceFollowsIt() {
    start();
    Span span = span();
    inside(span, () -> log(LogEntry.INFO, "in time"));
    span.end();
    inside(span, () -> log(LogEntry.INFO, "late"));
    Span silent = span();
    silent.end();
    inside(silent, () -> log(LogEntry.INFO, "late and first"));
    await().until(() -> collector.records().size() == 3);
    assertThat(collector.bodies()).containsExactlyInAnyOrder("in time", "late", "late and first");
    for (LogRecord each : collector.records()) {
      assertThat(each.getTraceId().isEmpty()).isFalse();
    }
    await().until(() -> pipeline.logs().usedBytes() == 0);
  }

  @Test
  void nothingOutsideARecordedSpanUnlessAllIsAskedFor() {
    start("otel.traces.sampler", "always_off");
    assertThat(log(LogEntry.ERROR, "outside")).isFalse();
    Span unrecorded = span();
    assertThat(unrecorded).isNotInstanceOf(RecordedSpan.class);
    inside(unrecorded, () -> assertThat(log(LogEntry.ERROR, "unrecorded")).isFalse());
  }

  @Test
  void allOfThem() {
    start("otel.logs.exporter", "otlp", "otel.traces.exporter", "none");
    assertThat(log(LogEntry.INFO, "outside")).isTrue();
    Span span = span();
    inside(span, () -> log(LogEntry.INFO, "inside"));
    inside(Context.suppressed(span), () -> log(LogEntry.INFO, "excluded"));
    inside(Context.OWN, () -> assertThat(log(LogEntry.INFO, "own")).isFalse());
    await().until(() -> collector.records().size() == 3);
    assertThat(collector.bodies()).containsExactly("outside", "inside", "excluded");
    assertThat(collector.records().get(0).getTraceId().isEmpty()).isTrue();
    assertThat(collector.records().get(1).getSpanId().isEmpty()).isFalse();
    assertThat(collector.records().get(2).getTraceId().isEmpty()).isTrue();
  }

  @Test
  void noneOfThem() {
    start("obs.logs.export", "none");
    Span span = span();
    inside(span, () -> assertThat(log(LogEntry.ERROR, "inside")).isFalse());
  }

  @Test
  void oneTraceMayNotLogWithoutEnd() {
    start("obs.logs.ring.lines", "10");
    Span span = span();
    long lost = AgentHealth.get("logs.dropped.ring_full");
    inside(
        span,
        () -> {
          for (int i = 1; i <= 103; i++) {
            log(LogEntry.INFO, "line " + i);
          }
        });
    span.end();
    await().until(() -> !collector.records().isEmpty());
    List<String> bodies = collector.bodies();
    assertThat(bodies).hasSizeBetween(5, 10);
    List<String> latest = new ArrayList<>();
    for (int i = 104 - bodies.size(); i <= 103; i++) {
      latest.add("line " + i);
    }
    assertThat(bodies).isEqualTo(latest);
    assertThat(AgentHealth.get("logs.dropped.ring_full") - lost).isEqualTo(103 - bodies.size());
    await().until(() -> pipeline.logs().usedBytes() == 0);
  }

  @Test
  void aFloodStaysWithinItsMemoryAndErrorsGoLast() {
    start("obs.memory.limit", "1m", "obs.logs.ring.bytes", "1m", "obs.logs.ring.lines", "100000");
    long dropped = AgentHealth.get("logs.dropped.memory_limit");
    Span span = span();
    String text = "x".repeat(1_000);
    inside(
        span,
        () -> {
          for (int i = 0; i < 10_000; i++) {
            log(LogEntry.INFO, text);
            assertThat(pipeline.logs().usedBytes()).isLessThanOrEqualTo(1L << 17);
          }
          log(LogEntry.ERROR, "the error");
        });
    assertThat(AgentHealth.get("logs.dropped.memory_limit")).isGreaterThan(dropped + 9_000);
    span.end();
    await().until(() -> collector.bodies().contains("the error"));
    await().until(() -> pipeline.logs().usedBytes() == 0);
  }

  @Test
  void aLongMessageIsCut() {
    start("obs.logs.body-length", "100");
    Span span = span();
    String large = "x".repeat(8 << 20);
    inside(span, () -> log(LogEntry.INFO, large));
    span.end();
    await().until(() -> collector.records().size() == 1);
    assertThat(collector.bodies().get(0)).hasSize(100);
    assertThat(attributes(collector.records().get(0)))
        .containsEntry("obs.log.length", Integer.toString(8 << 20));
  }

  @Test
  void aCollectorThatTakesNoLogsHoldsNoSpansBack() {
    try (CapturedLog said = new CapturedLog()) {
      start("obs.memory.limit", "1m");
      collector.logStatus = 503;
      String text = "x".repeat(1_000);
      for (int i = 1; i <= 500; i++) {
        Span span = span();
        inside(span, () -> log(LogEntry.INFO, text));
        span.end();
        if (i % 100 == 0) {
          int expected = i;
          await().until(() -> collector.spans.size() == expected);
        }
        assertThat(pipeline.logs().usedBytes()).isLessThan(1L << 18);
      }
      await().until(() -> !collector.refused.isEmpty());
      Span last = span();
      inside(last, () -> log(LogEntry.ERROR, "the last"));
      last.end();
      await().until(() -> collector.spans.size() == 501);
      collector.logStatus = 200;
      // It would try again by itself, but not at once.
      assertThat(pipeline.flush(10_000)).isTrue();
      assertThat(collector.bodies()).contains("the last");
      assertThat(said.lines()).isEmpty();
    }
    await().until(() -> pipeline.logs().usedBytes() == 0);
  }

  @Test
  void aCollectorThatKnowsNoLogsIsToldOfOnceAndLeftAlone() {
    try (CapturedLog said = new CapturedLog()) {
      start();
      collector.logStatus = 404;
      for (int i = 0; i < 3; i++) {
        Span span = span();
        inside(span, () -> log(LogEntry.INFO, "nobody"));
        span.end();
        await().until(() -> pipeline.logs().usedBytes() == 0);
      }
      assertThat(pipeline.flush(5_000)).isTrue();
      assertThat(collector.refused).hasSize(1);
      assertThat(said.lines("refuses log records (HTTP 404)")).hasSize(1);
      assertThat(said.lines()).hasSize(1);
    }
  }

  @Test
  void anEventPerRequestWhateverBecomesOfItsTrace() {
    start("obs.logs.requests", "true", "otel.traces.sampler", "always_off");
    LogCapture logs = pipeline.logs();
    assertThat(logs.takesRequests()).isTrue();
    Span span = span();
    logs.acceptEvent(event(logs, span));
    await().until(() -> collector.records().size() == 1);
    LogRecord event = collector.records().get(0);
    assertThat(event.getEventName()).isEqualTo("obs.http.request");
    assertThat(event.getTraceId().isEmpty()).isFalse();
    assertThat(attributes(event)).containsEntry("status_code", "200");
  }

  private static LogEntry event(LogCapture logs, Span span) {
    LogEntry event = logs.beginEvent(span, LogEntry.INFO, "INFO", "io.obsagent.servlet");
    event.event("obs.http.request", "GET /books 200");
    event.add("path", "/b\"\u00fc\n");
    event.add("status_code", 200L);
    event.add("response_time_ms", 1.5);
    return event;
  }

  @Test
  void theEventAsALineOfJson() {
    PrintStream before = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
      start("obs.logs.requests", "stdout", "obs.logs.export", "none");
      Span span = span();
      pipeline.logs().acceptEvent(event(pipeline.logs(), span));
      await().until(() -> bytes.toString(StandardCharsets.UTF_8).endsWith("}\n"));
      assertThat(bytes.toString(StandardCharsets.UTF_8))
          .matches(
              "\\{\"timestamp\":\"\\d{4}-[-0-9T:.]+Z\",\"level\":\"INFO\","
                  + "\"event\":\"obs.http.request\",\"service\":\"shop\","
                  + "\"path\":\"/b\\\\\"\\\\u00fc\\\\u000a\",\"status_code\":200,"
                  + "\"response_time_ms\":1.5,\"trace_id\":\""
                  + span.traceIdHex()
                  + "\",\"span_id\":\""
                  + span.spanIdHex()
                  + "\"}\n");
      assertThat(pipeline.logs().usedBytes()).isZero();
    } finally {
      System.setOut(before);
    }
  }

  @Test
  void theEndOfTheProcessSendsWhatIsThere() {
    start("otel.logs.exporter", "otlp", "otel.blrp.schedule.delay", "1h");
    for (int i = 0; i < 1_500; i++) {
      log(LogEntry.INFO, "line " + i);
    }
    assertThat(pipeline.shutdown(10_000)).isTrue();
    assertThat(collector.records()).hasSize(1_500);
    assertThat(collector.requests.size()).isGreaterThanOrEqualTo(3);
  }
}
