package io.obsagent.engine.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.recorder.FlightRecorder;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.LinkAttributes;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.engine.trace.Tracer;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What comes back from the flight recorder is exported as the original would have been. */
class RecorderExportTest {
  private static final AttributeKey[] KEYS = {
    AttributeKey.string("a.text"),
    AttributeKey.string("a.deferred"),
    AttributeKey.number("a.number"),
    AttributeKey.number("a.later"),
    AttributeKey.bool("a.flag"),
    AttributeKey.stringArray("a.list")
  };
  private static final InstrumentationScope[] SCOPES = {
    InstrumentationScope.named("one"), InstrumentationScope.named("two")
  };
  private static final String[] TEXTS = {"", "GET", "ä€😀", "x".repeat(500), "SELECT ?"};

  private final Random random = new Random(4711);
  private final ExportNames names = new ExportNames(Resource.empty(), "1");

  @Test
  void exportsIdentically() {
    FlightRecorder recorder = new FlightRecorder(8 << 20);
    for (int round = 0; round < 400; round++) {
      List<Fragment> made = new ArrayList<>();
      Tracer tracer = TestTraces.tracer(made::add);
      trace(tracer);
      made.forEach(recorder::accept);
      Fragment first = made.get(0);
      List<Fragment> found =
          recorder.find(first.last().traceIdHigh(), first.last().traceIdLow(), tracer);
      assertThat(found).hasSameSizeAs(made);
      for (int i = 0; i < made.size(); i++) {
        assertThat(shown(found.get(i))).isEqualTo(shown(made.get(i)));
        assertThat(found.get(i).isFailed()).isEqualTo(made.get(i).isFailed());
        assertThat(found.get(i).size()).isEqualTo(made.get(i).size());
      }
    }
  }

  private void trace(Tracer tracer) {
    Context parent =
        random.nextBoolean()
            ? Context.ROOT
            : Context.remote(
                random.nextLong(),
                random.nextLong(),
                random.nextLong() | 1,
                random.nextInt(4),
                random.nextBoolean() ? "ot=rv:00000000000001,x=1" : null,
                "b=1");
    long start = System.nanoTime();
    Span root = tracer.startRoot(parent, SpanKind.SERVER, SCOPES[0], start);
    dress(root);
    List<Span> open = new ArrayList<>(List.of(root));
    for (int i = random.nextInt(30); i > 0; i--) {
      if (open.size() > 1 && random.nextInt(3) == 0) {
        open.remove(open.size() - 1).end(start + random.nextInt(1_000_000));
      } else {
        Span child =
            tracer.startChild(
                open.get(random.nextInt(open.size())),
                SpanKind.values()[random.nextInt(5)],
                SCOPES[random.nextInt(2)],
                start + random.nextInt(1_000));
        dress(child);
        open.add(child);
      }
    }
    // Some stay open: what has ended goes without them, and they go late; or it goes as a part.
    boolean cut = random.nextInt(4) == 0;
    if (cut) {
      tracer.cutAll();
    }
    while (!open.isEmpty()) {
      open.remove(open.size() - 1).end(start + 2_000_000);
    }
  }

  private void dress(Span span) {
    span.name(TEXTS[random.nextInt(TEXTS.length)]);
    String text = TEXTS[random.nextInt(TEXTS.length)];
    for (int i = random.nextInt(8); i > 0; i--) {
      switch (random.nextInt(6)) {
        case 0 -> span.set(KEYS[0], text);
        case 1 -> span.set(KEYS[1], () -> random.nextInt() == 0 ? null : text);
        case 2 -> span.set(KEYS[2], random.nextLong());
        case 3 -> span.setLater(KEYS[3], () -> 42L);
        case 4 -> span.set(KEYS[4], random.nextBoolean());
        default -> span.set(KEYS[5], new String[] {"a", text, null});
      }
    }
    if (random.nextInt(4) == 0) {
      span.fail(random.nextBoolean() ? null : text);
    }
    if (random.nextInt(5) == 0) {
      span.recordException(new IllegalStateException(text), random.nextBoolean() ? null : "s");
    }
    if (random.nextInt(5) == 0) {
      LinkAttributes about = new LinkAttributes();
      about.add(KEYS[0], text);
      about.add(KEYS[2], random.nextLong());
      about.add(KEYS[4], true);
      span.link(
          Context.remote(1, random.nextLong(), 3, 1, "x=1", null),
          random.nextBoolean() ? about : null);
    }
  }

  private List<Map<String, Object>> shown(Fragment fragment) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (RecordedSpan span = fragment.last(); span != null; span = Fragment.next(span)) {
      SpanView view = new SpanView(names);
      view.bind(fragment, span);
      all.add(shown(view));
    }
    return all;
  }

  private static Map<String, Object> shown(SpanData span) {
    return Map.ofEntries(
        Map.entry("name", span.getName()),
        Map.entry("kind", span.getKind()),
        Map.entry("id", shown(span.getSpanContext())),
        Map.entry("parent", shown(span.getParentSpanContext())),
        Map.entry("status", span.getStatus()),
        Map.entry("start", span.getStartEpochNanos()),
        Map.entry("end", span.getEndEpochNanos()),
        Map.entry("attributes", span.getAttributes().asMap().toString()),
        Map.entry("events", span.getEvents()),
        Map.entry(
            "links",
            span.getLinks().stream()
                .map(link -> shown(link.getSpanContext()) + link.getAttributes().asMap())
                .toList()),
        Map.entry("scope", span.getInstrumentationScopeInfo()),
        Map.entry("ended", span.hasEnded()),
        Map.entry("dropped events", span.getTotalRecordedEvents()),
        Map.entry("dropped links", span.getTotalRecordedLinks()),
        Map.entry("dropped attributes", span.getTotalAttributeCount()));
  }

  private static String shown(SpanContext context) {
    return context.getTraceId()
        + context.getSpanId()
        + context.getTraceFlags()
        + context.getTraceState()
        + context.isRemote()
        + context.isValid();
  }
}
